package org.greater4j.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.launch.RunActivity;
import org.greater4j.run.RunGlance;
import org.greater4j.run.TaskIdentity;
import org.greater4j.web.live.RunIndex;
import org.greater4j.web.live.RunState;
import org.greater4j.web.live.RunSummary;
import org.greater4j.web.report.Wording;
import org.jspecify.annotations.Nullable;

/**
 * The list of runs and studies.
 *
 * @param query what it shows of all
 * @param folder where they lie
 * @param total runs in all
 * @param matching runs that the query takes
 * @param states how many it would take of each state
 * @param rows those of this page
 * @param pages number of pages, at least 1
 * @param studies what studies there are
 * @param pending runs that were begun and have no record yet
 * @param unread runs that are there and could not be read yet
 */
public record RunListPage(
        RunQuery query,
        String folder,
        int total,
        int matching,
        List<StateCount> states,
        List<Row> rows,
        int pages,
        List<StudyLink> studies,
        List<Pending> pending,
        int unread) {
    private static final int ROWS = 50;
    /** Whoever asks for so many steps means to end by a budget; the total says nothing then. */
    private static final int STEPS_WITHOUT_END = 1000;

    private static final int LONGEST_PROMPT = 300;

    /**
     * A filter with how much it would leave.
     *
     * @param state null for all
     */
    public record StateCount(@Nullable RunState state, String label, int runs, String address, boolean chosen) {}

    /** A run that was begun and has no record yet. */
    public record Pending(String id, String address, String label) {
        /** Says what its process is doing. */
        public static Pending of(String id, RunActivity activity) {
            return new Pending(id, Address.ofRun(id).toString(), activity.label());
        }
    }

    /** A study with the number of its runs. */
    public record StudyLink(String id, String address, int runs) {}

    /**
     * A run.
     *
     * @param steps done of planned
     * @param score lowest training score so far; empty before the first
     * @param accuracy held-out figures in words; empty if there are none
     * @param tone {@code good}, {@code bad} or {@code neutral}
     * @param prompt the best so far, cut if it is long; empty before the first
     */
    public record Row(
            RunSummary run,
            String address,
            String task,
            String model,
            String method,
            String started,
            Sparkline sparkline,
            String steps,
            String score,
            String accuracy,
            String tone,
            String prompt) {}

    /** Puts the list together. */
    public static RunListPage of(RunIndex.Listing listing, List<Pending> pending, String folder, RunQuery query) {
        List<RunSummary> matching = query.select(listing.runs());
        int pages = Math.max(1, (matching.size() + ROWS - 1) / ROWS);
        RunQuery shown = query.page() > pages ? query.atPage(pages) : query;
        int from = (shown.page() - 1) * ROWS;
        return new RunListPage(
                shown,
                folder,
                listing.runs().size() + listing.unread(),
                matching.size(),
                states(listing.runs(), shown),
                matching.subList(from, Math.min(matching.size(), from + ROWS)).stream()
                        .map(RunListPage::row)
                        .toList(),
                pages,
                listing.studies().stream()
                        .map(id -> new StudyLink(
                                id, Address.of("/study").with("id", id).toString(), (int) listing.runs().stream()
                                        .filter(run -> id.equals(run.study()))
                                        .count()))
                        .toList(),
                pending,
                listing.unread());
    }

    private static List<StateCount> states(List<RunSummary> runs, RunQuery query) {
        List<StateCount> counts = new ArrayList<>();
        int all = (int) runs.stream().filter(query::takesBesideState).count();
        counts.add(
                new StateCount(null, "all", all, query.inState(null).address().toString(), query.state() == null));
        for (RunState state : RunState.values()) {
            int count = (int) runs.stream()
                    .filter(run -> run.state() == state && query.takesBesideState(run))
                    .count();
            if (count > 0 || state == query.state() || state != RunState.UNREADABLE) {
                counts.add(new StateCount(
                        state,
                        state.label(),
                        count,
                        query.inState(state).address().toString(),
                        query.state() == state));
            }
        }
        return counts;
    }

    private static Row row(RunSummary run) {
        RunGlance glance = run.glance();
        String address = Address.ofRun(run.id()).toString();
        if (glance == null) {
            return new Row(run, address, "", "", "", "", Sparkline.ofLowest(List.of()), "", "", "", "neutral", "");
        }
        RunGlance.Test test = glance.test();
        return new Row(
                run,
                address,
                TaskIdentity.label(glance.task()),
                glance.model(),
                glance.method() == null ? "" : glance.method(),
                Wording.time(glance.started()),
                Sparkline.ofLowest(glance.scores()),
                glance.plannedSteps() == null || glance.plannedSteps() >= STEPS_WITHOUT_END
                        ? "" + glance.steps()
                        : glance.steps() + "/" + glance.plannedSteps(),
                glance.scores().stream()
                        .min(Double::compare)
                        .map(score -> String.format(Locale.ROOT, "%.3f", score))
                        .orElse(""),
                test == null ? "" : Wording.percent(test.before()) + " → " + Wording.percent(test.after()),
                test == null
                        ? "neutral"
                        : switch (test.verdict()) {
                            case BETTER -> "good";
                            case WORSE -> "bad";
                            case NO_DIFFERENCE_SHOWN -> "neutral";
                        },
                glance.prompt() == null ? "" : Wording.clip(glance.prompt(), LONGEST_PROMPT));
    }

    /** The address of the list in another order. */
    public String sortedBy(String label) {
        for (RunQuery.Sort sort : RunQuery.Sort.values()) {
            if (sort.label().equals(label)) {
                return query.sortedBy(sort).address().toString();
            }
        }
        throw new IllegalArgumentException(label);
    }

    /** How a column is ordered, as {@code aria-sort} has it; null if the list is ordered by another one. */
    public @Nullable String order(String label) {
        return query.sort().label().equals(label) ? query.ascending() ? "ascending" : "descending" : null;
    }

    /** The address of another page; null if there is none. */
    public @Nullable String page(int offset) {
        int page = query.page() + offset;
        return page < 1 || page > pages ? null : query.atPage(page).address().toString();
    }
}
