package org.greater4j.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.greater4j.engine.ModelInfo;
import org.greater4j.run.Manifest;
import org.greater4j.torch.session.EngineTuning;

/**
 * What a run's manifest tells of a model of this machine that does nothing but write prompts: settings of the model that answers, so that
 * records of earlier versions can be read by this one and the other way round.
 */
final class WriterRecord {
    /** Setting that names the writer's file. */
    static final String FILE = "optimizer";

    static final String DTYPE = "optimizer.dtype";
    static final String DEVICE = "optimizer.device";

    private static final String PREFIX = FILE + ".";
    private static final String DATE = "date";

    private WriterRecord() {}

    /** The description of the model that answers, with that of the writer. */
    static ModelInfo tell(ModelInfo answering, ModelInfo writer) {
        ModelInfo told = answering
                .with(FILE, "sha256 " + writer.sha256())
                .with(DTYPE, writer.dtype())
                .with(DEVICE, writer.device());
        Map<String, String> own = new LinkedHashMap<>();
        String date = writer.settings().get(DATE);
        if (date != null) {
            own.put(DATE, date);
        }
        EngineTuning.of(writer.settings()).ifPresent(tuning -> own.putAll(tuning.settings()));
        for (Map.Entry<String, String> setting : own.entrySet()) {
            told = told.with(PREFIX + setting.getKey(), setting.getValue());
        }
        return told;
    }

    /** The manifest as if the writer were the model that answers, by which it is reopened; empty if the run did not tell that much. */
    static Optional<Manifest> manifest(Manifest begun) {
        ModelInfo answering = begun.model();
        if (!answering.settings().containsKey(DEVICE)) {
            return Optional.empty();
        }
        Map<String, String> own = new LinkedHashMap<>();
        answering.settings().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                own.put(name.substring(PREFIX.length()), value);
            }
        });
        return Optional.of(begun.withModel(answering.withSettings(own)));
    }
}
