package org.greater4j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.greater4j.bench.SearchPool.Member;
import org.greater4j.engine.Seeds;

/**
 * What of a search carries over to new examples: how much its prompts differ at all, which training figure foretells their accuracy, and
 * what would have been gained had fewer examples been looked at and another figure gone by (the latter of runs with 48 training examples).
 *
 * <p>Arguments: directories of runs that measured all prompts that they scored on many dev examples
 * ({@code --finalists 1000 --without pruning --no-test}). Nothing is computed by a model here. Gains are means over random draws: some
 * training examples rank the prompts, some dev examples choose among the best of them, and the other dev examples tell what was gained.
 */
public final class Generalisation {
    private static final int DRAWS = 400;
    private static final double FLUENCY_WEIGHT = 0.02;

    /** A figure of one prompt on some training examples; lower is better. */
    private enum Figure {
        MISTAKES(1, 0),
        MIX(0.5, 0.5),
        LOSS(0, 1);

        private final double mistakes;
        private final double loss;

        Figure(double mistakes, double loss) {
            this.mistakes = mistakes;
            this.loss = loss;
        }

        double of(Member member, int[] examples) {
            return mistakes * mean(member.mistakes(), examples)
                    + loss * mean(member.losses(), examples)
                    + FLUENCY_WEIGHT * member.fluencyLoss();
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A way to end a search: so many training examples, so many finalists, so many dev examples. */
    private record Ending(int train, int finalists, int dev) {}

    private Generalisation() {}

    public static void main(String[] arguments) {
        List<SearchPool> pools = Arrays.stream(arguments)
                .map(argument -> SearchPool.read(Path.of(argument)))
                .toList();
        differences(pools);
        correlations(pools);
        gains(pools);
    }

    private static void differences(List<SearchPool> pools) {
        System.out.println("| run | prompts | initial | mean | best | deviation | by chance | reliability |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (SearchPool pool : pools) {
            double[] accuracies =
                    pool.members().stream().mapToDouble(Member::accuracy).toArray();
            double mean = mean(accuracies);
            double chance = Arrays.stream(accuracies)
                    .map(accuracy -> accuracy * (1 - accuracy) / pool.devExamples())
                    .average()
                    .orElse(Double.NaN);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.0f %% | %.1f %% | %.0f %% | %.1f | %.1f | %.2f |%n",
                    pool.name(),
                    accuracies.length,
                    100 * pool.initial().accuracy(),
                    100 * mean,
                    100 * Arrays.stream(accuracies).max().orElse(Double.NaN),
                    100 * Math.sqrt(variance(accuracies)),
                    100 * Math.sqrt(chance),
                    reliability(pool));
        }
    }

    /** Correlation of the accuracies on two halves of the dev examples, mean over draws: 0 if prompts differ by chance alone. */
    private static double reliability(SearchPool pool) {
        int half = pool.devExamples() / 2;
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] order = order(pool.devExamples(), draw);
            int[] one = Arrays.copyOf(order, half);
            int[] other = Arrays.copyOfRange(order, half, 2 * half);
            sum += correlation(
                    each(pool, member -> mean(member.right(), one)), each(pool, member -> mean(member.right(), other)));
        }
        return sum / DRAWS;
    }

    private static void correlations(List<SearchPool> pools) {
        System.out.println();
        System.out.println("| run | training examples | mistakes | mix | loss | fluency |");
        System.out.println("|---|---|---|---|---|---|");
        for (SearchPool pool : pools) {
            double[] ranks = ranks(each(pool, member -> -member.accuracy()));
            double fluency = correlation(ranks(each(pool, Member::fluencyLoss)), ranks);
            for (int examples :
                    IntStream.of(16, pool.trainingExamples()).distinct().toArray()) {
                System.out.printf(Locale.ROOT, "| %s | %d |", pool.name(), examples);
                for (Figure figure : Figure.values()) {
                    double sum = 0;
                    for (int draw = 0; draw < DRAWS; draw++) {
                        int[] drawn = Arrays.copyOf(order(pool.trainingExamples(), draw), examples);
                        sum += correlation(ranks(each(pool, member -> figure.of(member, drawn))), ranks);
                    }
                    System.out.printf(Locale.ROOT, " %.2f |", sum / DRAWS);
                }
                System.out.printf(Locale.ROOT, " %.2f |%n", fluency);
            }
        }
    }

    private static void gains(List<SearchPool> pools) {
        List<SearchPool> large =
                pools.stream().filter(pool -> pool.trainingExamples() >= 48).toList();
        if (large.isEmpty()) {
            return;
        }
        System.out.println();
        System.out.println("| train, finalists, dev | by | "
                + String.join(" | ", large.stream().map(SearchPool::name).toList()) + " | mean |");
        System.out.println("|---|---|" + "---|".repeat(large.size() + 1));
        for (Ending ending : List.of(
                new Ending(16, 10, 24),
                new Ending(16, 10, 40),
                new Ending(32, 10, 40),
                new Ending(48, 10, 40),
                new Ending(48, 20, 40),
                new Ending(48, 10, 60),
                new Ending(48, 1000, 60))) {
            for (Figure figure : Figure.values()) {
                double[] gains = large.stream()
                        .mapToDouble(pool -> gain(pool, ending, figure))
                        .toArray();
                StringBuilder cells = new StringBuilder();
                for (double gain : gains) {
                    cells.append(String.format(Locale.ROOT, " %+.1f |", 100 * gain));
                }
                System.out.printf(
                        Locale.ROOT,
                        "| %d, %s, %d | %s |%s %+.1f |%n",
                        ending.train(),
                        ending.finalists() == 1000 ? "all" : ending.finalists(),
                        ending.dev(),
                        figure.label(),
                        cells,
                        100 * mean(gains));
            }
        }
    }

    private static double gain(SearchPool pool, Ending ending, Figure figure) {
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] train = Arrays.copyOf(order(pool.trainingExamples(), draw), ending.train());
            int[] order = order(pool.devExamples(), draw + DRAWS);
            int[] dev = Arrays.copyOf(order, ending.dev());
            int[] rest = Arrays.copyOfRange(order, ending.dev(), order.length);
            List<Member> finalists = new ArrayList<>(pool.members().stream()
                    .sorted(Comparator.comparingDouble(member -> figure.of(member, train)))
                    .limit(ending.finalists())
                    .toList());
            if (!finalists.contains(pool.initial())) {
                finalists.add(pool.initial());
            }
            // of equals the first, which has the better training figure
            Member chosen = finalists.stream()
                    .min(Comparator.comparingDouble(member -> -mean(member.right(), dev)))
                    .orElseThrow();
            sum += mean(chosen.right(), rest) - mean(pool.initial().right(), rest);
        }
        return sum / DRAWS;
    }

    private static double[] each(SearchPool pool, ToDoubleFunction<Member> figure) {
        return pool.members().stream().mapToDouble(figure).toArray();
    }

    private static int[] order(int count, int draw) {
        int[] order = IntStream.range(0, count).toArray();
        Random random = new Random(Seeds.mixed(draw));
        for (int at = count - 1; at > 0; at--) {
            int other = random.nextInt(at + 1);
            int value = order[at];
            order[at] = order[other];
            order[other] = value;
        }
        return order;
    }

    private static double mean(double[] values, int[] chosen) {
        double sum = 0;
        for (int at : chosen) {
            sum += values[at];
        }
        return sum / chosen.length;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
    }

    /** Pearson's; 0 where one side has no variance. */
    private static double correlation(double[] one, double[] other) {
        double meanOne = mean(one);
        double meanOther = mean(other);
        double product = 0;
        for (int at = 0; at < one.length; at++) {
            product += (one[at] - meanOne) * (other[at] - meanOther);
        }
        double scale = one.length * Math.sqrt(variance(one) * variance(other));
        return scale == 0 ? 0 : product / scale;
    }

    /** Ranks from 0; equals share the mean of theirs. */
    static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(at -> values[at]));
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
                to++;
            }
            for (int at = from; at <= to; at++) {
                ranks[order[at]] = (from + to) / 2.0;
            }
            from = to + 1;
        }
        return ranks;
    }
}
