package org.greater4j.app;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.greater4j.engine.ModelInfo;
import org.greater4j.run.AtomicFile;
import org.greater4j.torch.session.EngineCalibration;
import org.greater4j.torch.session.EngineTuning;
import org.greater4j.torch.session.TorchModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measurements of how much an engine should compute at once, one file per model and machine in the cache directory.
 *
 * <p>Kept, so that the same search begun twice on a machine computes in the same sizes and decides alike. Who doubts a measurement deletes
 * the folder. A folder that can't be written costs a measurement per start, no more.
 */
final class Calibrations {
    private static final Logger LOG = LoggerFactory.getLogger(Calibrations.class);

    /** Raised whenever what is measured, or how, changes. */
    private static final int VERSION = 1;

    private final Path directory;

    Calibrations(Path directory) {
        this.directory = directory;
    }

    /** What was measured for a model, now or earlier. */
    EngineTuning of(TorchModel model) {
        Path file = directory.resolve(name(model.info()));
        return read(file).orElseGet(() -> {
            EngineTuning measured = EngineCalibration.measure(model.decoder());
            write(file, measured);
            return measured;
        });
    }

    private static String name(ModelInfo model) {
        List<String> parts = List.of(
                "v" + VERSION,
                model.sha256(),
                model.dtype(),
                model.device(),
                model.settings().getOrDefault("threads", ""),
                model.settings().getOrDefault("libtorch", ""),
                model.settings().getOrDefault("cpu", ""),
                Machine.of(model).processor());
        return UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)) + ".properties";
    }

    private static Optional<EngineTuning> read(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{}: not readable, measured again", file, e);
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return EngineTuning.of(settings);
    }

    private static void write(Path file, EngineTuning measured) {
        Properties properties = new Properties();
        properties.putAll(measured.settings());
        try {
            Files.createDirectories(file.getParent());
            StringWriter text = new StringWriter();
            properties.store(text, "how much the engine computes at once; delete this to have it measured again");
            AtomicFile.write(file, text.toString());
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}: not written, measured at the next start", file, e);
        }
    }
}
