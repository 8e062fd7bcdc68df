package org.greater4j.web.report;

import java.time.Instant;
import java.util.List;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * All that a report shows, top to bottom.
 *
 * @param title of the document
 * @param subtitle model, task, date
 * @param directory where the run was read
 * @param headline what came of it
 * @param warnings what to beware of; empty if nothing
 * @param prompts first and last prompt
 * @param charts the search over its steps; empty before the initial prompt was scored
 * @param lineage which prompt came from which
 * @param steps one a step
 * @param answers what the model said before and after; null if the same questions were not put to both prompts yet
 * @param cost tokens and time; null before the first checkpoint
 * @param manifest everything that the run depends on
 * @param tried the search, where it is one by text feedback, in the place of charts, lineage and steps; else null
 * @param made when and by which version
 */
public record ReportPage(
        String title,
        String subtitle,
        String directory,
        Headline headline,
        List<Warning> warnings,
        PromptChange prompts,
        List<Chart> charts,
        Lineage lineage,
        List<StepTable> steps,
        @Nullable AnswerPairs answers,
        @Nullable CostTable cost,
        List<FactGroup> manifest,
        @Nullable TriedPrompts tried,
        String made) {
    /** Puts a whole report together. */
    public static ReportPage of(RunRecord record, RunHistory history, Instant made) {
        return of(record, history, made, StepWindow.ALL);
    }

    /**
     * Puts a report together with some of the steps, since those of a long search are more than a page can hold.
     *
     * @param window which steps stand in lineage and step tables; the charts show all
     */
    public static ReportPage of(RunRecord record, RunHistory history, Instant made, StepWindow window) {
        Manifest manifest = record.manifest();
        Search search = Search.of(record, history);
        return new ReportPage(
                "Report: " + manifest.task().label(),
                manifest.facts().get("model.name") + " on " + manifest.task().label() + ", begun "
                        + Wording.time(manifest.started()) + ", seed " + manifest.seed(),
                record.directory().toString(),
                Headline.of(record, history),
                Warnings.of(record, history, search),
                PromptChange.of(manifest, search),
                Charts.of(search),
                Lineage.of(search, window),
                history.steps().stream()
                        .filter(step -> window.contains(step.step()))
                        .map(StepTable::of)
                        .toList(),
                AnswerPairs.of(history, search),
                CostTable.of(history),
                FactGroup.of(manifest),
                TriedPrompts.of(record),
                "Made " + Wording.time(made) + " from a run of Greater4J " + manifest.greaterVersion() + ".");
    }
}
