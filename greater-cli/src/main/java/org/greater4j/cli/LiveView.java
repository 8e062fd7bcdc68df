package org.greater4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.greater4j.app.Progress;

/**
 * A run at a glance, in three lines of a terminal: how far it is, how the score went, and the prompt with the word that changed last.
 *
 * @param style colours of the terminal
 * @param width signs that a line may have
 */
record LiveView(Style style, int width) {
    /** What stands in front of the prompt. */
    static final int INDENT = 8;

    private static final List<String> SEARCHING = List.of("propose", "gradient", "select");
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final int BAR = 24;
    private static final int MOST_LEVELS = 40;

    /**
     * The lines.
     *
     * @param scores of the initial prompt and of the prompt after each step; lower is better
     * @param marked the current prompt with its new word marked, in {@code width - INDENT} signs; empty if nothing changed yet
     */
    List<String> lines(Progress progress, List<Double> scores, String marked) {
        List<String> lines = new ArrayList<>();
        lines.add(bar(progress));
        if (scores.size() > 1) {
            double first = scores.get(0);
            double best = scores.stream().mapToDouble(Double::doubleValue).min().orElse(first);
            String words = String.format(Locale.ROOT, "  %.3f at the start, best %.3f", first, best);
            int room = width - INDENT;
            String spark = sparkline(scores, Math.max(1, Math.min(MOST_LEVELS, room - words.length())));
            lines.add(label("score")
                    + style.good(spark)
                    + style.faint(Text.clip(words, Math.max(0, room - spark.length()))));
        }
        String prompt =
                marked.isEmpty() ? Text.clip(Text.flat(progress.prompt()).strip(), width - INDENT) : marked;
        lines.add(label("prompt") + prompt);
        return lines;
    }

    private String bar(Progress progress) {
        boolean searching = SEARCHING.contains(progress.activity()) && progress.steps() > 0;
        double within = progress.total() > 0 ? (double) progress.done() / progress.total() : 0;
        double share = searching
                ? (progress.step() - 1 + (SEARCHING.indexOf(progress.activity()) + within) / SEARCHING.size())
                        / progress.steps()
                : within;
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
        StringBuilder words = new StringBuilder();
        if (searching) {
            words.append("step ")
                    .append(progress.step())
                    .append('/')
                    .append(progress.steps())
                    .append("  ");
        }
        words.append(progress.activity());
        if (progress.total() > 0) {
            words.append(' ').append(progress.done()).append('/').append(progress.total());
        }
        if (progress.secondsLeft() >= 0) {
            words.append("  ").append(Text.clock(progress.secondsLeft())).append(" left");
        }
        return label(searching ? "search" : "measure")
                + style.good("█".repeat(full))
                + style.faint("░".repeat(BAR - full))
                + "  "
                + Text.clip(words.toString(), width - INDENT - BAR - 2);
    }

    /** The last scores as at most so many blocks, the highest score as the highest block. */
    static String sparkline(List<Double> scores, int most) {
        List<Double> last = scores.subList(Math.max(0, scores.size() - most), scores.size());
        double low = last.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder blocks = new StringBuilder();
        for (double score : last) {
            double share = high > low ? (score - low) / (high - low) : 0.5;
            blocks.append(LEVELS.charAt((int) Math.round(share * (LEVELS.length() - 1))));
        }
        return blocks.toString();
    }

    private String label(String name) {
        return style.faint(String.format(Locale.ROOT, "%-" + INDENT + "s", name));
    }
}
