package org.greater4j.torch.session;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.global.torch;
import org.greater4j.engine.ModelInfo;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.DecoderConfig;
import org.greater4j.torch.decoder.DecoderWeights;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.TensorNames;
import org.greater4j.torch.decoder.TensorSource;
import org.greater4j.torch.decoder.WeightLayout;
import org.greater4j.torch.family.GgufModel;
import org.greater4j.torch.family.HuggingFaceModel;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.format.SafetensorsWeights;
import org.greater4j.torch.memory.ComputeDevice;
import org.greater4j.torch.tokenizer.GgufTokenizer;
import org.greater4j.torch.tokenizer.HuggingFaceFolder;
import org.greater4j.torch.tokenizer.TextCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens models from files. */
public final class TorchModels {
    private static final Logger LOG = LoggerFactory.getLogger(TorchModels.class);

    /** Environment that decides how fast, and by which kernels, libtorch computes. */
    public static final List<String> THREAD_VARIABLES = List.of(
            "OMP_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE");

    private TorchModels() {}

    /**
     * Reads a GGUF file: weights into native memory, tokenizer and chat template from its metadata.
     *
     * @param name what the user called the model
     * @param sha256 of the file, known already
     * @param layout in which form the weights are kept; sessions without any acceleration need the plain one
     * @param today the date that a chat template may write
     * @throws org.greater4j.error.GreaterException ({@code INVALID_MODEL}, {@code UNSUPPORTED_MODEL}) if the file can't be read as a model
     */
    public static TorchModel open(
            Path path, String name, String sha256, boolean bfloat16, WeightLayout layout, LocalDate today) {
        checkThreads();
        try (GgufFile file = GgufFile.open(path)) {
            GgufModel model = GgufModel.of(file);
            Shape shape = new Shape(model.config(), model.names(), model.source());
            return opened(
                    path,
                    name,
                    sha256,
                    bfloat16,
                    layout,
                    shape,
                    GgufTokenizer.read(file.metadata(), name, today),
                    today);
        }
    }

    /**
     * Reads a Hugging Face folder: {@code config.json}, safetensors, tokenizer and chat template.
     *
     * @param name what the user called the model
     * @param sha256 of the folder's files, known already
     * @param layout in which form the weights are kept; sessions without any acceleration need the plain one
     * @param today the date that a chat template may write
     * @throws org.greater4j.error.GreaterException ({@code INVALID_MODEL}, {@code UNSUPPORTED_MODEL}, {@code FILE_NOT_FOUND}) if the folder
     *     can't be read as a model
     */
    public static TorchModel openFolder(
            Path folder, String name, String sha256, boolean bfloat16, WeightLayout layout, LocalDate today) {
        checkThreads();
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            HuggingFaceModel model = HuggingFaceModel.of(folder, weights);
            Shape shape = new Shape(model.config(), model.names(), weights);
            return opened(
                    folder, name, sha256, bfloat16, layout, shape, HuggingFaceFolder.read(folder, name, today), today);
        }
    }

    /**
     * Reads a Hugging Face folder without its tokenizer, for checks of the numbers alone: its ids are made-up words, and no id ends a text.
     *
     * @throws org.greater4j.error.GreaterException as {@link #openFolder}
     */
    public static TorchModel openNumbers(Path folder, boolean bfloat16, WeightLayout layout) {
        checkThreads();
        try (SafetensorsWeights weights = SafetensorsWeights.open(folder)) {
            HuggingFaceModel model = HuggingFaceModel.of(folder, weights);
            Shape shape = new Shape(model.config(), model.names(), weights);
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            Decoder decoder = decoder(shape, bfloat16, layout);
            return new TorchModel(
                    info(folder, name, "", decoder, settings(LocalDate.EPOCH, "")),
                    decoder,
                    new RandomWords(model.config().vocabulary()),
                    (messages, reply) -> messages.toString(),
                    new BitSet());
        }
    }

    private record Shape(DecoderConfig config, TensorNames names, TensorSource source) {}

    // takes the codec over
    private static TorchModel opened(
            Path path,
            String name,
            String sha256,
            boolean bfloat16,
            WeightLayout layout,
            Shape shape,
            TextCodec codec,
            LocalDate today) {
        Decoder decoder;
        try {
            codec.requireWithin(shape.config.vocabulary(), path.toString());
            decoder = decoder(shape, bfloat16, layout);
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
        BitSet ends = new BitSet();
        Arrays.stream(codec.endIds()).forEach(ends::set);
        return new TorchModel(
                info(path, name, sha256, decoder, settings(today, codec.templateOrigin())),
                decoder,
                codec.tokenizer(),
                codec.template(),
                ends);
    }

    private static Decoder decoder(Shape shape, boolean bfloat16, WeightLayout layout) {
        Precision precision = bfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32;
        return new Decoder(
                shape.config,
                DecoderWeights.load(shape.config, shape.names, shape.source, precision, layout),
                precision);
    }

    private static ModelInfo info(
            Path path, String name, String sha256, Decoder decoder, Map<String, String> settings) {
        return new ModelInfo(
                name,
                decoder.config().architecture(),
                path.toAbsolutePath().toString(),
                sha256,
                decoder.parameters(),
                decoder.config().contextLength(),
                decoder.precision().label(),
                ComputeDevice.current().label(),
                settings);
    }

    // read once when the libraries load, so nothing but the parent process can set it
    private static void checkThreads() {
        if (!"1".equals(System.getenv("OPENBLAS_NUM_THREADS"))) {
            LOG.warn(
                    "OPENBLAS_NUM_THREADS: expected 1, found {}; threads of OpenBLAS and OpenMP slow each other down, so set it"
                            + " before the JVM starts, as ./greater does",
                    System.getenv("OPENBLAS_NUM_THREADS"));
        }
    }

    private static Map<String, String> settings(LocalDate today, String chatTemplate) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("chatTemplate", chatTemplate);
        settings.put("date", today.toString());
        settings.put("libtorch", EngineLibraries.version());
        settings.put("threads", Integer.toString(torch.get_num_threads()));
        for (String variable : THREAD_VARIABLES) {
            settings.put(variable, String.valueOf(System.getenv(variable)));
        }
        settings.put("cpu", torch.get_cpu_capability().getString());
        return Map.copyOf(settings);
    }
}
