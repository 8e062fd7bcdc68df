package org.greater4j.app;

/**
 * How far a run has come.
 *
 * @param activity what is going on: {@code scoring the initial prompt}, {@code propose}, {@code gradient}, {@code select},
 *     {@code finding the finalists}, {@code dev}, {@code test}
 * @param step the step under way, from 1; 0 before and the last one after the search
 * @param steps steps in all
 * @param done rows of the activity that are finished
 * @param total rows of the activity
 * @param score training score of the current prompt; NaN before it is known
 * @param prompt the current prompt
 * @param secondsLeft estimate for the whole run; negative while unknown
 */
public record Progress(
        String activity, int step, int steps, int done, int total, double score, String prompt, double secondsLeft) {}
