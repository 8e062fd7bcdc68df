package org.greater4j.web.pages;

import java.time.Instant;
import org.greater4j.app.launch.RunActivity;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunFollower;
import org.greater4j.run.RunResult;
import org.greater4j.web.live.RunState;
import org.greater4j.web.report.ReportPage;
import org.greater4j.web.report.StepWindow;
import org.jspecify.annotations.Nullable;

/**
 * One run: where it stands, what can be done with it, and the parts of its report.
 *
 * @param id of the run
 * @param state where it stands
 * @param activity what its process is doing; null if this program began none for it
 * @param report its parts, with the steps of the window
 * @param steps steps in all
 * @param done steps done so far, as its method counts them
 * @param plannedSteps most steps that it may do; null if it is not told
 * @param window which steps are shown
 * @param stage what it is at behind its steps; empty if there is nothing to say
 * @param branchedFrom where its prompt came from, with its address; null if it stands alone
 */
public record RunPage(
        String id,
        RunState state,
        @Nullable RunActivity activity,
        ReportPage report,
        int steps,
        int done,
        @Nullable Integer plannedSteps,
        StepWindow window,
        String stage,
        @Nullable BranchLink branchedFrom) {
    /** Steps that one page shows. */
    public static final int WINDOW = 25;

    /**
     * Where a run's prompt came from.
     *
     * @param address of the other run; null if it is not below the same folder
     */
    public record BranchLink(
            String run, String words, @Nullable String address) {}

    /**
     * Puts the page together.
     *
     * @param from the first step to show; null for the last ones
     * @param branchAddress of the run that its prompt came from; null if there is none below the same folder
     */
    public static RunPage of(
            String id,
            RunFollower.Look look,
            @Nullable RunActivity activity,
            @Nullable Integer from,
            @Nullable String branchAddress) {
        int steps = look.history().steps().size();
        StepWindow window = from == null ? StepWindow.last(WINDOW, steps) : StepWindow.from(from, WINDOW);
        Manifest manifest = look.record().manifest();
        RunState state = look.record().result() != null
                ? RunState.FINISHED
                : look.active() || (activity != null && activity.alive()) ? RunState.RUNNING : RunState.INTERRUPTED;
        Manifest.Branch branch = manifest.branchedFrom();
        ReportPage report = ReportPage.of(look.record(), look.history(), Instant.now(), window);
        RunResult result = look.record().result();
        // methods by text feedback don't heed the number of steps, and tell theirs at the end
        boolean feedback = report.tried() != null;
        return new RunPage(
                id,
                state,
                activity,
                report,
                steps,
                feedback && result != null ? result.steps() : steps,
                feedback ? null : planned(manifest),
                window,
                stage(look, state),
                branch == null ? null : new BranchLink(branch.run(), words(branch), branchAddress));
    }

    private static @Nullable Integer planned(Manifest manifest) {
        String told = manifest.facts().get("settings.search.steps");
        return told == null || !told.matches("[0-9]{1,9}") ? null : Integer.valueOf(told);
    }

    private static String words(Manifest.Branch branch) {
        Integer step = branch.step();
        String from = step == null ? "the result" : step == 0 ? "the initial prompt" : "the prompt after step " + step;
        return from + (branch.edited() ? ", edited" : "");
    }

    private static String stage(RunFollower.Look look, RunState state) {
        if (state == RunState.FINISHED) {
            return "";
        }
        if (!look.history().test().isEmpty()) {
            return "The test examples are measured.";
        }
        if (look.history().stoppedBy() != null) {
            return "The search is over; its best prompts are measured on the dev examples, "
                    + look.history().dev().size() + " so far.";
        }
        return look.history().initial() == null ? "The initial prompt is scored." : "";
    }

    /** Whether its process can be asked to end. */
    public boolean stoppable() {
        return activity != null && activity.alive() && activity.phase() != RunActivity.Phase.STOPPING;
    }

    /** Whether it can be gone on with. */
    public boolean resumable() {
        return state == RunState.INTERRUPTED;
    }

    /** Whether there are steps that are not shown. */
    public boolean windowed() {
        return window.first() > 0 || window.last() < steps;
    }

    /** The address with the steps before those shown; null if there are none. */
    public @Nullable String earlier() {
        return window.first() <= 0
                ? null
                : Address.ofRun(id)
                        .with("from", Integer.toString(Math.max(0, window.first() - WINDOW)))
                        .at("lineage");
    }

    /** The address with the steps behind those shown; null if there are none. */
    public @Nullable String later() {
        return window.last() >= steps
                ? null
                : Address.ofRun(id)
                        .with("from", Integer.toString(window.last() + 1))
                        .at("lineage");
    }

    /** The address of an action on it, or of a page about it. */
    public String to(String path) {
        return Address.of(path).with("id", id).toString();
    }

    /** The playground with its settings and its best prompt. */
    public String playground() {
        return Address.of("/playground").with("run", id).toString();
    }

    /** The form for a new run from one of its prompts. */
    public String branch(int step) {
        return Address.of("/new")
                .with("branch", id)
                .with("step", Integer.toString(step))
                .toString();
    }

    /** Done steps as a share, in 0 .. 100; 0 if it is not known of how many. */
    public int percent() {
        return plannedSteps == null || plannedSteps == 0 ? 0 : Math.min(100, 100 * steps / plannedSteps);
    }
}
