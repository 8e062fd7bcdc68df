package org.greater4j.app;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.catalogue.ModelCatalogue;
import org.greater4j.app.download.CacheDirectory;
import org.greater4j.app.download.CachedModel;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.download.LocatedModel;
import org.greater4j.app.download.ModelLocator;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.session.EngineCalibration;
import org.greater4j.torch.session.EngineTuning;
import org.greater4j.torch.session.TorchModel;
import org.greater4j.torch.session.TorchModels;

/** Finds models by name or path, fetches them if need be, and opens them. */
public final class Models implements ModelOpener {
    private final ModelLocator locator;
    private final Calibrations calibrations;
    private final Interruption interruption;

    /** Models in the user's cache directory, with the catalogue that comes with this version. */
    public Models(Map<String, String> environment, DownloadListener listener) {
        this(environment, listener, new Interruption());
    }

    /** Like {@link #Models(Map, DownloadListener)}, with downloads that a request can end. */
    public Models(Map<String, String> environment, DownloadListener listener, Interruption interruption) {
        this.interruption = interruption;
        Path cache = CacheDirectory.of(environment);
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

    /**
     * The model's file on this machine, with its checksum checked.
     *
     * @throws GreaterException ({@code FILE_NOT_FOUND}, {@code INVALID_OPTION}, {@code UNSUPPORTED_MODEL}, {@code DOWNLOAD_FAILED}) if it
     *     can't be had
     */
    public LocatedModel locate(String model) {
        try {
            return interruption.waiting(() -> locator.locate(model));
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
     * Opens the model of a run that goes on: with the sizes that it recorded, since others could decide a near tie otherwise, and on the day
     * that it began.
     */
    @Override
    public GradientModel reopen(RunConfig config, Manifest begun) {
        TorchModel model = openTorch(config, begunOn(begun));
        return EngineTuning.of(begun.model().settings()).map(model::tuned).orElse(model);
    }

    // some chat templates write the date: a run that is resumed on another day keeps its own
    private static LocalDate begunOn(Manifest begun) {
        String recorded = begun.model().settings().get("date");
        return recorded == null ? LocalDate.ofInstant(begun.started(), ZoneOffset.UTC) : LocalDate.parse(recorded);
    }

    private TorchModel openTorch(RunConfig config, LocalDate today) {
        // the plain reading goes through the plain weights, everything else through packed ones
        WeightLayout layout = config.accelerations().isEmpty() ? WeightLayout.PLAIN : WeightLayout.PACKED;
        return openTorch(config.model(), config.dtype(), config.device(), layout, today);
    }

    private GradientModel tuned(TorchModel model) {
        try {
            EngineTuning measured = calibrations.of(model);
            return model.tuned(EngineCalibration.withinMemory(measured, model.decoder(), Long.MAX_VALUE));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Like {@link #open}, for checks that look into the engine; with default sizes. */
    public TorchModel openTorch(String model, String dtype, String device) {
        return openTorch(model, dtype, device, WeightLayout.PACKED, LocalDate.now(ZoneId.systemDefault()));
    }

    private TorchModel openTorch(String model, String dtype, String device, WeightLayout layout, LocalDate today) {
        List<String> problems = problems(dtype, device);
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "options", problems);
        }
        if (device.equals("cuda")) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_DEVICE,
                    "--device cuda: expected a version with the CUDA natives, found one for the CPU alone; use --device cpu");
        }
        LocatedModel located = locate(model);
        Path path = located.path();
        if (located.sha256() == null) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model " + path
                            + ": expected a .gguf file, found a folder, which this version does not read; give a GGUF"
                            + " file of the model");
        }
        return TorchModels.open(path, located.name(), located.sha256(), dtype.equals("bfloat16"), layout, today);
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
