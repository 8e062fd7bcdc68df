package org.greater4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.greater4j.app.bench.ResidentMemory;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.app.download.CacheDirectory;
import org.greater4j.app.download.CachedModel;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.download.LocalModel;
import org.greater4j.app.download.LocatedModel;
import org.greater4j.app.download.ModelLocator;
import org.greater4j.app.download.ModelStamp;
import org.greater4j.app.memory.AvailableMemory;
import org.greater4j.app.memory.MemoryCeiling;
import org.greater4j.app.memory.MemoryCheck;
import org.greater4j.app.memory.MemoryEstimate;
import org.greater4j.app.memory.ModelShape;
import org.greater4j.app.memory.Workload;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.remote.RetryPause;
import org.greater4j.run.Manifest;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.family.Families;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.session.EngineCalibration;
import org.greater4j.torch.session.EngineTuning;
import org.greater4j.torch.session.TorchModel;
import org.greater4j.torch.session.TorchModels;
import org.jspecify.annotations.Nullable;

/** Finds models by name or path, fetches them if need be, and opens them. */
public final class Models implements ModelOpener {
    private final Path cache;
    private final ModelLocator locator;
    private final Calibrations calibrations;
    private final Interruption interruption;
    private final boolean checksMemory;
    private final Map<String, String> environment;
    private final MemoryCeiling ceiling;
    private final Consumer<RetryPause> pauses;

    /** Models in the user's cache directory, with the catalogue that comes with this version. */
    public Models(Map<String, String> environment, DownloadListener listener) {
        this(environment, listener, new Interruption());
    }

    /** Like {@link #Models(Map, DownloadListener)}, with downloads that a request can end. */
    public Models(Map<String, String> environment, DownloadListener listener, Interruption interruption) {
        this(environment, listener, interruption, MemoryCeiling.NONE);
    }

    /** Like {@link #Models(Map, DownloadListener, Interruption)}, with models that adapt to a ceiling of the process's memory. */
    public Models(
            Map<String, String> environment,
            DownloadListener listener,
            Interruption interruption,
            MemoryCeiling ceiling) {
        this(environment, listener, interruption, ceiling, pause -> {});
    }

    /**
     * Like {@link #Models(Map, DownloadListener, Interruption, MemoryCeiling)}, telling when calls over the network have to wait.
     *
     * @param pauses told of every pause, on threads of the calls
     */
    public Models(
            Map<String, String> environment,
            DownloadListener listener,
            Interruption interruption,
            MemoryCeiling ceiling,
            Consumer<RetryPause> pauses) {
        this.interruption = interruption;
        this.environment = Map.copyOf(environment);
        this.ceiling = ceiling;
        this.pauses = pauses;
        this.checksMemory = MemoryCheck.isOn(environment);
        this.cache = CacheDirectory.of(environment);
        this.locator = new ModelLocator(cache, ModelCatalogue.standard(), environment, listener);
        this.calibrations = new Calibrations(cache.resolve("engine"));
    }

    /** Models of the process's environment, fetched silently. */
    public Models() {
        this(System.getenv(), DownloadListener.none());
    }

    /** The catalogue, and which of its models are on disk. */
    public List<CachedModel> list() {
        return locator.list();
    }

    /** Models on this machine that the catalogue does not name: in the hub's cache and in the working directory. */
    public List<LocalModel> local() {
        return locator.local();
    }

    /** The path of a model that is on this machine; empty if it would have to be fetched. Nothing is hashed. */
    public Optional<Path> pathOf(String model) {
        return locator.pathOf(model);
    }

    /**
     * What is wrong with a model's files on this machine, by their checksums; empty if they are sound, or if nothing is known of them or they
     * are not here. Nothing is fetched.
     *
     * @throws IOException if it can't be read
     */
    public Optional<String> damage(String model) throws IOException {
        return locator.damage(model);
    }

    /**
     * Whether the checksums of all files of a model that is here are known, by the catalogue or the hub.
     *
     * @throws IOException if they can't be read
     */
    public boolean isPinned(String model) throws IOException {
        return locator.isPinned(model);
    }

    /** Memory that this process may still take. */
    public AvailableMemory availableMemory() {
        return AvailableMemory.now().within(ceiling, 0);
    }

    /** The folder that models are kept in. */
    public Path cache() {
        return cache;
    }

    /** A model of the user's by its path, with what its files tell. */
    public static LocalModel describe(String name, Path path) {
        return ModelLocator.describe(name, path);
    }

    /** The memory that a search of the release's settings takes on so many examples. */
    public static MemoryEstimate memory(ModelShape shape, int examples, boolean bfloat16) {
        return MemoryEstimate.of(shape, workload(Defaults.run().withSizes(examples, 0, 0)), bfloat16);
    }

    /** The memory that a run takes. */
    public static MemoryEstimate memory(ModelShape shape, RunConfig config) {
        return MemoryEstimate.of(shape, workload(config), config.dtype().equals("bfloat16"));
    }

    /**
     * The model on this machine, fetched if need be.
     *
     * @throws GreaterException as {@link ModelLocator#locate} says
     */
    public LocatedModel locate(String model) {
        return waiting(() -> locator.locate(model));
    }

    /** Like {@link #locate}, with every file held against its hash. */
    public LocatedModel check(String model) {
        return waiting(() -> locator.check(model));
    }

    /** Models over the network, with the keys and proxies of the environment. */
    @Override
    public RemoteModels remote(RemoteChoice choice) {
        return choice.models(environment).tellingOfPauses(pauses);
    }

    @Override
    public Optional<String> sha256(String model) {
        return pathOf(model).map(here -> locate(model).sha256());
    }

    private LocatedModel waiting(Interruption.Wait<LocatedModel> wait) {
        try {
            return interruption.waiting(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedDownload();
        }
    }

    /**
     * Opens a model, which may take a download first.
     *
     * @param dtype {@code auto}, {@code float32} or {@code bfloat16}
     * @param device {@code auto}, {@code cpu} or {@code cuda}
     */
    public GradientModel open(String model, String dtype, String device) {
        return tuned(openTorch(model, dtype, device));
    }

    @Override
    public GradientModel open(EvaluationConfig config) {
        int part = config.part().size(config.sizes());
        int examples = config.limit() == null ? part : Math.min(part, config.limit());
        return tuned(openTorch(
                config.model(),
                config.dtype(),
                config.device(),
                Workload.evaluation(examples, config.maxNewTokens()),
                LocalDate.now(ZoneId.systemDefault())));
    }

    /** Opens the model of a search as the search needs it. */
    @Override
    public GradientModel open(RunConfig config) {
        return open(config, LocalDate.now(ZoneId.systemDefault()));
    }

    private GradientModel open(RunConfig config, LocalDate today) {
        TorchModel model = openTorch(config, today);
        // the plain reading does one thing at a time
        return config.accelerations().isEmpty() ? model : tuned(model);
    }

    /**
     * Opens the model of a run that goes on: with the sizes that its manifest tells, since others could decide a near tie otherwise, or with
     * smaller ones where they are more than a ceiling leaves; and on the day that it began.
     */
    @Override
    public GradientModel reopen(RunConfig config, Manifest begun) {
        TorchModel model = openTorch(config, begunOn(begun));
        return EngineTuning.of(begun.model().settings())
                .map(recorded -> model.tuned(withinCeiling(recorded, model)))
                .orElse(model);
    }

    private EngineTuning withinCeiling(EngineTuning recorded, TorchModel model) {
        @Nullable ResidentMemory resident = ResidentMemory.now();
        // the ceiling alone counts: what other programs leave free is another amount at every start
        return resident == null || ceiling.equals(MemoryCeiling.NONE)
                ? recorded
                : EngineCalibration.keptWithinMemory(
                        recorded, model.decoder(), ceiling.bytes() - taken(resident, model));
    }

    // some chat templates write the date: a run that is resumed on another day keeps its own
    private static LocalDate begunOn(Manifest begun) {
        String recorded = begun.model().settings().get("date");
        return recorded == null ? LocalDate.ofInstant(begun.started(), ZoneOffset.UTC) : LocalDate.parse(recorded);
    }

    private TorchModel openTorch(RunConfig config, LocalDate today) {
        return openTorch(config.model(), config.dtype(), config.device(), workload(config), today);
    }

    private static Workload workload(RunConfig config) {
        return Workload.search(
                config.sizes().train(),
                config.search().trials(),
                config.maxNewTokens(),
                !config.accelerations().isEmpty());
    }

    private GradientModel tuned(TorchModel model) {
        try {
            EngineTuning measured = calibrations.of(model);
            return model.tuned(EngineCalibration.withinMemory(
                    measured, model.decoder(), roomForCaches(model).bytes()));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    // the weights are loaded; of the ceiling, logits and the heap's growth need their part too
    private AvailableMemory roomForCaches(TorchModel model) {
        @Nullable ResidentMemory resident = ResidentMemory.now();
        AvailableMemory now = AvailableMemory.now();
        return resident == null ? now : now.within(ceiling, taken(resident, model));
    }

    private static long taken(ResidentMemory resident, TorchModel model) {
        return resident.bytes()
                + MemoryEstimate.workBytes(model.decoder().config().vocabulary());
    }

    /** Like {@link #open}, for checks that look into the engine; with default sizes. */
    public TorchModel openTorch(String model, String dtype, String device) {
        return openTorch(model, dtype, device, Workload.few(true), LocalDate.now(ZoneId.systemDefault()));
    }

    private TorchModel openTorch(String model, String dtype, String device, Workload work, LocalDate today) {
        if (RemoteName.isRemote(model)) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "--model: expected a model on this machine, whose gradients can be taken, found "
                            + RemoteName.parse(model)
                            + ", which only answers; methods by text feedback (such as --method opro), `evaluate` and"
                            + " `transfer` take such models");
        }
        check(dtype, device);
        ComputeDevice chosen = use(device);
        Optional<Path> there = pathOf(model);
        Optional<ModelStamp> before = there.map(ModelStamp::of);
        LocatedModel located = locate(model);
        // a model of the catalogue or the hub may have been fetched in between
        ModelStamp stamp = located.entry() == null && there.equals(Optional.of(located.path()))
                ? before.orElseThrow()
                : ModelStamp.of(located.path());
        boolean bfloat16 = dtype.equals("bfloat16");
        // the check knows the memory of the processor alone
        if (checksMemory && chosen != ComputeDevice.CUDA) {
            ModelShape.read(located.path())
                    .ifPresent(shape -> MemoryCheck.require(
                            located.name(),
                            shape,
                            work,
                            bfloat16,
                            AvailableMemory.now().within(ceiling, 0)));
        }
        // the plain reading goes through the plain weights, everything else through packed ones
        WeightLayout layout = work.packed() ? WeightLayout.PACKED : WeightLayout.PLAIN;
        TorchModel opened = Files.isDirectory(located.path())
                ? TorchModels.openFolder(located.path(), located.name(), located.sha256(), bfloat16, layout, today)
                : TorchModels.open(located.path(), located.name(), located.sha256(), bfloat16, layout, today);
        try {
            stamp.requireUnchanged(located.path());
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Makes a device that of all models opened from now on, in this process.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda}
     * @throws GreaterException ({@code INVALID_OPTION}, {@code UNSUPPORTED_DEVICE})
     */
    public static void useDevice(String device) {
        check("auto", device);
        use(device);
    }

    private static ComputeDevice use(String device) {
        ComputeDevice chosen = switch (device) {
            case "cpu" -> ComputeDevice.CPU;
            case "cuda" -> ComputeDevice.CUDA;
            default -> ComputeDevice.best();
        };
        chosen.use();
        return chosen;
    }

    private static void check(String dtype, String device) {
        List<String> problems = problems(dtype, device);
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "options", problems);
        }
    }

    /** Families whose models can be opened, as their files name them. */
    public static List<String> families() {
        return Stream.concat(Families.architectures().stream(), Families.modelTypes().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** What is wrong with these two options, one a line. */
    public static List<String> problems(String dtype, String device) {
        List<String> problems = new ArrayList<>();
        if (!List.of("auto", "float32", "bfloat16").contains(dtype)) {
            problems.add("--dtype: expected auto, float32 or bfloat16, found '" + dtype + "'");
        }
        if (!List.of("auto", "cpu", "cuda").contains(device)) {
            problems.add("--device: expected auto, cpu or cuda, found '" + device + "'");
        }
        return problems;
    }

    /** A download that was interrupted; what came so far is kept. */
    public static final class InterruptedDownload extends RuntimeException {
        private InterruptedDownload() {
            super("interrupted", null, false, false);
        }
    }
}
