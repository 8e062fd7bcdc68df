package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.run.RunHistory;
import org.jspecify.annotations.Nullable;

/**
 * What a run took.
 *
 * @param time wall time
 * @param rows all, then what the steps took
 */
public record CostTable(String time, List<Row> rows) {
    /** Of a long search several steps share a row. */
    private static final int MOST_ROWS = 60;

    /**
     * Tokens that went through the model.
     *
     * @param read fed without being generated
     * @param generated one by one
     * @param withGradient fed with a gradient
     * @param all of them together
     * @param bar length of its bar, in 0 .. 120
     */
    public record Row(String label, String read, String generated, String withGradient, String all, String bar) {
        private static Row of(String label, RunHistory.Tokens tokens, long total) {
            return new Row(
                    label,
                    Wording.count(tokens.forwardTokens()),
                    Wording.count(tokens.generatedTokens()),
                    Wording.count(tokens.gradientTokens()),
                    Wording.count(tokens.total()),
                    Charts.coordinate(total == 0 ? 0 : 120 * Math.min(1, (double) tokens.total() / total)));
        }
    }

    static @Nullable CostTable of(RunHistory history) {
        RunHistory.Spent spent = history.spent();
        if (spent == null) {
            return null;
        }
        long total = spent.cost().total();
        List<Row> rows = new ArrayList<>();
        List<RunHistory.Step> all = history.steps();
        int group = (all.size() + MOST_ROWS - 1) / MOST_ROWS;
        for (int from = 0; from < all.size(); from += group) {
            List<RunHistory.Step> some = all.subList(from, Math.min(all.size(), from + group));
            int first = some.get(0).step();
            int last = some.get(some.size() - 1).step();
            rows.add(Row.of(first == last ? "step " + first : "steps " + first + " to " + last, sum(some), total));
        }
        // work that was done twice after an interruption is here too; between a step and its checkpoint the total is
        // behind
        RunHistory.Tokens others = spent.cost().minus(sum(all));
        if (others.total() >= 0) {
            rows.add(Row.of("initial prompt, dev and test", others, total));
        }
        rows.add(Row.of("whole run", spent.cost(), total));
        return new CostTable(Wording.duration(spent.seconds()), List.copyOf(rows));
    }

    private static RunHistory.Tokens sum(List<RunHistory.Step> steps) {
        return steps.stream()
                .map(RunHistory.Step::cost)
                .reduce(new RunHistory.Tokens(0, 0, 0), RunHistory.Tokens::plus);
    }
}
