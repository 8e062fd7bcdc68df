package org.greater4j.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.greater4j.app.Progress;
import org.greater4j.app.study.StudyCell;
import org.greater4j.app.study.StudyListener;
import org.greater4j.app.study.StudyPlan;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.run.RunResult;
import org.greater4j.run.TestResult;

/** Tells how a study goes: a line a cell, and on a terminal a line below it that says what is going on. */
final class StudyNarrator implements StudyListener {
    private final Narration narration;
    private final Path directory;
    private final Set<String> told = new HashSet<>();
    private int cells;

    StudyNarrator(Narration narration, Path directory) {
        this.narration = narration;
        this.directory = directory;
    }

    /** The grid in one line. */
    static String grid(StudyPlan plan) {
        return plan.name() + ": " + plan.cells().size() + " runs: "
                + counted(plan.tasks().size(), "task") + " × "
                + counted(plan.methods().size(), "method") + " × "
                + counted(plan.models().size(), "model") + " × "
                + counted(plan.seeds().size(), "seed");
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    @Override
    public void planned(StudyPlan plan, int finished) {
        cells = plan.cells().size();
        narration.say(grid(plan) + (finished == 0 ? "" : "; " + finished + " are finished"));
        narration.say("folder " + directory);
    }

    @Override
    public void callsEstimated(CallEstimate estimate) {
        narration.callsEstimated(estimate);
    }

    @Override
    public void conditionsDiffer(List<String> differences) {
        for (String difference : differences) {
            if (told.add(difference)) {
                narration.clear();
                narration.say(
                        "warning: cells are not run alike, so that numbers may differ by that alone: " + difference);
            }
        }
    }

    @Override
    public void modelLoaded(ModelInfo model) {
        narration.clear();
        narration.say("model " + model.name() + " (" + model.dtype() + " on " + model.device() + ")");
    }

    @Override
    public void cellStarted(StudyCell cell, int number, boolean resumed) {
        String line = number(number) + cell.describe() + (resumed ? " (resumed)" : "");
        if (narration.live()) {
            narration.status(line);
        } else {
            narration.say(line);
        }
    }

    @Override
    public void progressed(StudyCell cell, int number, Progress progress, double secondsLeft) {
        StringBuilder line = new StringBuilder(number(number) + cell.describe() + "  ");
        if (progress.step() > 0 && progress.steps() > 0) {
            line.append("step ")
                    .append(progress.step())
                    .append('/')
                    .append(progress.steps())
                    .append(' ');
        }
        line.append(progress.activity())
                .append(' ')
                .append(progress.done())
                .append('/')
                .append(progress.total());
        if (progress.secondsLeft() >= 0) {
            line.append("  run ").append(Text.clock(progress.secondsLeft())).append(" left");
        }
        if (secondsLeft >= 0) {
            line.append("  study ").append(Text.clock(secondsLeft)).append(" left");
        }
        narration.status(line.toString());
    }

    @Override
    public void cellFinished(StudyCell cell, int number, RunResult result, double secondsLeft) {
        TestResult test = result.test();
        String accuracy = test == null
                ? ""
                : result.initialPrompt().equals(result.finalPrompt())
                        ? Text.percent(test.after().accuracy())
                        : Text.percent(test.before().accuracy()) + " → "
                                + Text.percent(test.after().accuracy());
        narration.say(String.format(
                Locale.ROOT,
                "%s%s: %s in %s%s",
                number(number),
                cell.describe(),
                accuracy,
                Text.duration(result.seconds()),
                secondsLeft > 0 ? "; " + Text.duration(secondsLeft) + " left" : ""));
    }

    @Override
    public void cellFailed(StudyCell cell, int number, GreaterException failure) {
        narration.say(number(number) + cell.describe() + ": "
                + narration.style().bad("failed [" + failure.code() + "]") + " " + failure.getMessage());
    }

    private String number(int number) {
        return String.format(Locale.ROOT, "%" + Integer.toString(cells).length() + "d/%d  ", number, cells);
    }
}
