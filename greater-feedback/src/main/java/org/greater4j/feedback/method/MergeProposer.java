package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;

/**
 * GEPA's merge ({@code proposer/merge.py} of the release): two candidates of the Pareto front that came from one ancestor, each with its
 * changes, become one with the changes of both.
 *
 * <p>The components of the release are texts of a program's modules. A single prompt has one; here its {@linkplain ThreeWayMerge sentences}
 * are the components. Besides, a merge that is a candidate already is none, ancestors are drawn evenly where all have a mean of 0, and every
 * merge that was tested counts towards the limit, where the release counts those that were accepted.
 */
final class MergeProposer {
    /** Merges of a search that are tested. */
    static final int MOST = 5;

    private static final int ATTEMPTS = 10;
    private static final int TEST_ROWS = 5;
    /** Test rows of each kind: better under one parent, under the other, equal. */
    private static final int ROWS_OF_A_KIND = 2;

    private final List<Candidate> candidates;
    private final Set<Triple> triples = new HashSet<>();
    private final Set<List<Object>> descriptions = new HashSet<>();
    private int tested;

    /**
     * A prompt of the pool.
     *
     * @param dev its score on all dev rows
     * @param parents places of those that it was made from; none for the initial prompt
     */
    record Candidate(String prompt, PromptScore dev, List<Integer> parents) {
        Candidate {
            parents = List.copyOf(parents);
        }
    }

    /** A merged prompt and the places of its two parents. */
    record Merge(String prompt, List<Integer> parents) {}

    private record Triple(int first, int second, int ancestor) {}

    /** @param candidates all of the pool so far, seen as it grows */
    MergeProposer(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /** Whether there may be another merge. */
    boolean isLeft() {
        return tested < MOST;
    }

    /** A merge of two of some candidates that was not tried before; empty if none is found. */
    Optional<Merge> propose(Set<Integer> undominated, Workbench bench) {
        List<Integer> choice = List.copyOf(new TreeSet<>(undominated));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Triple> found = triple(choice, bench.random());
            if (found.isEmpty()) {
                continue;
            }
            Triple triple = found.get();
            ThreeWayMerge.Merged merged = merged(triple, bench.random());
            boolean fresh = descriptions.add(List.of(triple.first(), triple.second(), merged.taken()))
                    && candidates.stream().noneMatch(one -> one.prompt().equals(merged.prompt()));
            if (fresh && bench.usable(merged.prompt()).isPresent()) {
                triples.add(triple);
                return Optional.of(new Merge(merged.prompt(), List.of(triple.first(), triple.second())));
            }
        }
        return Optional.empty();
    }

    /** Whether a merge does as well as the better of its parents on a few dev rows, among which each parent has some that it is better at. */
    boolean passes(Merge merge, Workbench bench) {
        tested++;
        PromptScore first = candidates.get(merge.parents().get(0)).dev();
        PromptScore second = candidates.get(merge.parents().get(1)).dev();
        List<Integer> rows = testRows(first, second, bench.random());
        List<Example> examples = rows.stream().map(bench.dev()::get).toList();
        PromptScore score = bench.score(merge.prompt(), examples);
        int merged = 0;
        int one = 0;
        int other = 0;
        for (int at = 0; at < rows.size(); at++) {
            if (score.results().get(at).outcome() != null) {
                merged += score.right(at) ? 1 : 0;
                one += first.right(rows.get(at)) ? 1 : 0;
                other += second.right(rows.get(at)) ? 1 : 0;
            }
        }
        return score.isMeasured() && merged >= Math.max(one, other);
    }

    private Optional<Triple> triple(List<Integer> choice, Random random) {
        for (int attempt = 0; attempt < ATTEMPTS && choice.size() > 1; attempt++) {
            List<Integer> two = Rows.sample(choice, 2, random).stream().sorted().toList();
            int first = two.get(0);
            int second = two.get(1);
            Set<Integer> firsts = ancestors(first);
            Set<Integer> seconds = ancestors(second);
            if (firsts.contains(second) || seconds.contains(first)) {
                continue;
            }
            firsts.retainAll(seconds);
            List<Integer> common = firsts.stream()
                    .filter(ancestor -> isSound(new Triple(first, second, ancestor)))
                    .toList();
            if (!common.isEmpty()) {
                return Optional.of(new Triple(first, second, drawn(common, random)));
            }
        }
        return Optional.empty();
    }

    private boolean isSound(Triple triple) {
        double mean = mean(triple.ancestor());
        return !triples.contains(triple)
                && mean <= mean(triple.first())
                && mean <= mean(triple.second())
                && aligned(triple).isUseful();
    }

    // by their means
    private int drawn(List<Integer> ancestors, Random random) {
        double sum = ancestors.stream().mapToDouble(this::mean).sum();
        double point = random.nextDouble() * sum;
        if (sum > 0) {
            for (int ancestor : ancestors) {
                point -= mean(ancestor);
                if (point < 0) {
                    return ancestor;
                }
            }
        }
        return ancestors.get(random.nextInt(ancestors.size()));
    }

    private ThreeWayMerge.Merged merged(Triple triple, Random random) {
        double first = mean(triple.first());
        double second = mean(triple.second());
        return aligned(triple).merge(() -> first == second ? random.nextBoolean() : first > second);
    }

    private ThreeWayMerge aligned(Triple triple) {
        return ThreeWayMerge.of(
                candidates.get(triple.ancestor()).prompt(),
                candidates.get(triple.first()).prompt(),
                candidates.get(triple.second()).prompt());
    }

    private Set<Integer> ancestors(int candidate) {
        Set<Integer> all = new TreeSet<>();
        for (int parent : candidates.get(candidate).parents()) {
            all.add(parent);
            all.addAll(ancestors(parent));
        }
        return all;
    }

    private double mean(int candidate) {
        return candidates.get(candidate).dev().accuracy();
    }

    /** Places of dev rows that could be measured under both parents. */
    private static List<Integer> testRows(PromptScore first, PromptScore second, Random random) {
        List<Integer> common = IntStream.range(0, first.rows().size())
                .filter(row -> first.results().get(row).outcome() != null
                        && second.results().get(row).outcome() != null)
                .boxed()
                .toList();
        List<List<Integer>> kinds = List.of(
                common.stream()
                        .filter(row -> first.right(row) && !second.right(row))
                        .toList(),
                common.stream()
                        .filter(row -> second.right(row) && !first.right(row))
                        .toList(),
                common.stream()
                        .filter(row -> first.right(row) == second.right(row))
                        .toList());
        List<Integer> rows = new ArrayList<>();
        for (List<Integer> kind : kinds) {
            rows.addAll(Rows.sample(kind, Math.min(ROWS_OF_A_KIND, TEST_ROWS - rows.size()), random));
        }
        List<Integer> others =
                common.stream().filter(row -> !rows.contains(row)).toList();
        rows.addAll(Rows.sample(others, TEST_ROWS - rows.size(), random));
        return rows;
    }
}
