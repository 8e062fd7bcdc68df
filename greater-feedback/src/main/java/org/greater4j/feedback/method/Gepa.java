package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.greater4j.text.Message;

/**
 * GEPA (Agrawal et al. 2025): reflect on a parent's work on three train rows, and keep the child if it does better on these; parents are
 * drawn from those that are best at some dev row.
 *
 * <p>Its {@linkplain MergeProposer merge}, which is off in the release unless it is asked for, is tried in the step after one that added a
 * candidate. Rows that could not be measured count neither for nor against a prompt.
 */
public final class Gepa implements PromptSearch {
    private final Settings settings;
    private final List<MergeProposer.Candidate> candidates = new ArrayList<>();
    private final MergeProposer merges = new MergeProposer(candidates);
    private final Ranking ranking = new Ranking();

    /**
     * Sizes.
     *
     * @param questions that the task model may be asked; the budget of the release
     * @param minibatch train rows of a step
     * @param merge whether candidates are merged
     * @param reflection how children are drawn
     */
    public record Settings(int questions, int minibatch, boolean merge, Sampling reflection) {
        private static final int LIGHT = 6;

        /** Without merges. */
        public Settings(int questions, int minibatch, Sampling reflection) {
            this(questions, minibatch, false, reflection);
        }

        /** The same with or without merges. */
        public Settings withMerge(boolean on) {
            return new Settings(questions, minibatch, on, reflection);
        }

        /** Without merges, and with the budget that DSPy calls light. */
        public static Settings authors(int dev) {
            int n = Math.max((int) (4 * (Math.log(LIGHT) / Math.log(2))), LIGHT * 3 / 2);
            int full = (n + 1) / 5 + 1 + (n < 5 ? 1 : 0);
            return new Settings(dev + 5 * LIGHT + 35 * n + full * dev, 3, Sampling.of(1, 1000));
        }

        /** Steps go on until the budget is spent, merges among them. */
        public static Settings within(Scale scale) {
            return new Settings(Integer.MAX_VALUE, Math.min(3, scale.train()), true, Sampling.of(1, 200));
        }
    }

    public Gepa(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        ParetoFront front = new ParetoFront(bench.dev().size());
        Epochs epochs = new Epochs(bench.train().size());
        if (!add(bench, front, initial, List.of(), 0)) {
            return;
        }
        bench.stepDone(0, ranking.best());
        int idle = 0;
        boolean mergeDue = false;
        for (int step = 1; bench.tally().answers() < settings.questions() && idle < Idle.MOST; step++) {
            int answersBefore = bench.tally().answers();
            // a merge that was tested is a step of its own, whatever came of it
            boolean merged = mergeDue && merge(bench, front, step);
            mergeDue = !merged && mutate(bench, front, epochs, step) && settings.merge() && merges.isLeft();
            idle = bench.tally().answers() == answersBefore ? idle + 1 : 0;
            bench.stepDone(step, ranking.best());
        }
    }

    /** Tests a merge, and adds it if it passes; tells whether there was one. */
    private boolean merge(Workbench bench, ParetoFront front, int step) {
        Optional<MergeProposer.Merge> merge = merges.propose(front.undominated(), bench);
        if (merge.isEmpty()) {
            return false;
        }
        if (merges.passes(merge.get(), bench)) {
            add(bench, front, merge.get().prompt(), merge.get().parents(), step);
        }
        return true;
    }

    /** Reflects on a parent, and adds the child if it does better on the same rows; tells whether it was added. */
    private boolean mutate(Workbench bench, ParetoFront front, Epochs epochs, int step) {
        int parent = front.parent(bench.random());
        List<Example> rows = epochs.next(settings.minibatch(), bench).stream()
                .map(bench.train()::get)
                .toList();
        PromptScore before = bench.score(candidates.get(parent).prompt(), rows);
        Optional<String> child = before.isPerfect() ? Optional.empty() : reflect(bench, before);
        if (child.isEmpty() || candidates.stream().anyMatch(one -> one.prompt().equals(child.get()))) {
            return false;
        }
        return bench.score(child.get(), rows).lead(before) > 0 && add(bench, front, child.get(), List.of(parent), step);
    }

    /** Adds a prompt to the pool, unless none of its dev rows can be measured. */
    private boolean add(Workbench bench, ParetoFront front, String prompt, List<Integer> parents, int step) {
        PromptScore score = bench.score(prompt, bench.dev());
        if (!score.isMeasured()) {
            return false;
        }
        candidates.add(new MergeProposer.Candidate(prompt, score, parents));
        front.add(score.results().stream()
                .mapToDouble(result -> result.outcome() == null ? ParetoFront.UNKNOWN : result.right() ? 1 : 0)
                .toArray());
        ranking.note(prompt, score.accuracy(), step);
        return true;
    }

    private Optional<String> reflect(Workbench bench, PromptScore work) {
        String records = IntStream.range(0, work.rows().size())
                .filter(row -> work.results().get(row).outcome() != null)
                .mapToObj(row ->
                        record(row + 1, work.rows().get(row), work.results().get(row)))
                .collect(Collectors.joining("\n\n"));
        if (records.isEmpty()) {
            return Optional.empty();
        }
        List<Message> request =
                bench.templates().fill("gepa-reflect", Map.of("prompt", work.prompt(), "records", records));
        return bench.proposePrompts("reflect", List.of(request), settings.reflection(), Replies.fenced(bench))
                .get(0);
    }

    private static String record(int number, Example row, ExampleResult result) {
        String feedback = result.right()
                ? "This is right."
                : "This is wrong. The right answer is: " + row.answer()
                        + (row.solution() == null ? "" : "\nOne way to it: " + row.solution());
        return "# Example " + number + "\n## Question\n" + row.question() + "\n## Answer of the assistant\n"
                + Rows.reasoning(result) + "\nAnswer: " + Rows.output(result) + "\n## Feedback\n" + feedback;
    }

    /** Row numbers in shuffled epochs, each filled up with the rows used least so that batches are whole. */
    private static final class Epochs {
        private final int rows;
        private final Map<Integer, Integer> used = new HashMap<>();
        private List<Integer> order = List.of();
        private int next;

        Epochs(int rows) {
            this.rows = rows;
        }

        List<Integer> next(int batch, Workbench bench) {
            if (next >= order.size()) {
                order = shuffled(batch, bench);
                next = 0;
            }
            List<Integer> ids = order.subList(next, next + batch);
            next += batch;
            return ids;
        }

        private List<Integer> shuffled(int batch, Workbench bench) {
            List<Integer> all = IntStream.range(0, rows).boxed().toList();
            List<Integer> ids = new ArrayList<>(Rows.sample(all, rows, bench.random()));
            ids.forEach(id -> used.merge(id, 1, Integer::sum));
            while (ids.size() % batch != 0) {
                int least = all.stream()
                        .min((a, b) -> Integer.compare(used.getOrDefault(a, 0), used.getOrDefault(b, 0)))
                        .orElseThrow();
                used.merge(least, 1, Integer::sum);
                ids.add(least);
            }
            return List.copyOf(ids);
        }
    }

    @Override
    public List<RankedPrompt> found() {
        return ranking.best();
    }
}
