package org.greater4j.app.study;

import java.util.List;
import org.greater4j.app.Progress;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.run.RunResult;

/** Hears what a study does; every method may be left as it is. */
public interface StudyListener {
    StudyListener SILENT = new StudyListener() {};

    /** The grid is sound, and so many of its cells are finished already. */
    default void planned(StudyPlan plan, int finished) {}

    /** What all runs that are not finished may take over the network together, under one set of limits; told before the first call. */
    default void callsEstimated(CallEstimate estimate) {}

    /**
     * Finished cells were run with several programs, numbers of threads or libraries, or the rest would be; told before the work and after it.
     *
     * @param differences one a line; empty if there are none
     */
    default void conditionsDiffer(List<String> differences) {}

    /** A model is in memory. */
    default void modelLoaded(ModelInfo model) {}

    /**
     * A cell begins, or goes on if {@code resumed}.
     *
     * @param number of the cell, from 1
     */
    default void cellStarted(StudyCell cell, int number, boolean resumed) {}

    /**
     * Some work advanced; many times a second.
     *
     * @param progress of the cell
     * @param secondsLeft estimate for the whole study; negative while unknown
     */
    default void progressed(StudyCell cell, int number, Progress progress, double secondsLeft) {}

    /** A cell is finished. {@code secondsLeft} is negative while unknown. */
    default void cellFinished(StudyCell cell, int number, RunResult result, double secondsLeft) {}

    /** A cell could not be finished; the study goes on with the next one. */
    default void cellFailed(StudyCell cell, int number, GreaterException failure) {}
}
