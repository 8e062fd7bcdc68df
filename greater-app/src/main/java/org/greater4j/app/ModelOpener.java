package org.greater4j.app;

import org.greater4j.engine.GradientModel;
import org.greater4j.run.Manifest;

/** Opens the models of runs, which whoever asks closes; {@link Models} does it by their names. */
public interface ModelOpener {
    /** Opens the model of a run that begins. */
    GradientModel open(RunConfig config);

    /** Opens the model of a run that goes on, so that it answers as when the run began. */
    GradientModel reopen(RunConfig config, Manifest begun);
}
