package org.greater4j.app;

import java.util.Objects;
import java.util.Optional;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.TextModel;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.run.Manifest;

/** Opens the models of runs, which whoever asks closes; {@link Models} does it by their names. */
public interface ModelOpener {
    /** Opens the model of a run that begins. */
    GradientModel open(RunConfig config);

    /**
     * Opens the model of a run that goes on, so that it answers as when the run was worked on last.
     *
     * @param begun the run's manifest, with the sizes that were accepted since: {@link Conditions#workedOnLast}
     */
    GradientModel reopen(RunConfig config, Manifest begun);

    /** Opens the model of this machine that writes prompts in a run, where it is another than the one that answers. */
    default TextModel openOptimizer(RunConfig config) {
        return open(config.withModel(Objects.requireNonNull(config.feedback().optimizer())));
    }

    /**
     * Opens the model that writes prompts in a run that goes on, so that it writes as when the run was worked on last.
     *
     * @param begun as for {@link #reopen}
     */
    default TextModel reopenOptimizer(RunConfig config, Manifest begun) {
        RunConfig writing =
                config.withModel(Objects.requireNonNull(config.feedback().optimizer()));
        Manifest own = WriterRecord.manifest(begun).orElse(null);
        return own == null ? openOptimizer(config) : reopen(writing, own);
    }

    /** Opens the model of an evaluation. */
    default GradientModel open(EvaluationConfig config) {
        throw new UnsupportedOperationException("expected an opener for evaluations, found one for runs");
    }

    /**
     * The sha256 of a model's weights as they lie on this machine now; empty if they don't lie here, or if it is not known before they are
     * loaded.
     */
    default Optional<String> sha256(String model) {
        return Optional.empty();
    }

    /** Models over the network, on one account; with the keys of the process's environment unless the opener knows better. */
    default RemoteModels remote(RemoteChoice choice) {
        return choice.models(System.getenv());
    }
}
