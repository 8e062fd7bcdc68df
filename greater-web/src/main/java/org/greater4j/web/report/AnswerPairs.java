package org.greater4j.web.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.run.MeasuredPrompt;
import org.greater4j.run.RecordedPrompt;
import org.greater4j.run.RunHistory;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Split;
import org.jspecify.annotations.Nullable;

/**
 * What the model said to the same questions under the first and the last prompt.
 *
 * @param part {@code test} or {@code dev}
 * @param pairs fixed ones first, then broken, still wrong, still right
 */
public record AnswerPairs(String part, List<Pair> pairs) {
    /** How an example changed. */
    public enum Change {
        FIXED("fixed", "Fixed"),
        BROKEN("broken", "Broken"),
        STILL_WRONG("wrong", "Still wrong"),
        STILL_RIGHT("right", "Right both times");

        private final String style;
        private final String label;

        Change(String style, String label) {
            this.style = style;
            this.label = label;
        }

        /** Name of its looks. */
        public String style() {
            return style;
        }

        /** In words. */
        public String label() {
            return label;
        }

        private static Change of(boolean before, boolean after) {
            if (before) {
                return after ? STILL_RIGHT : BROKEN;
            }
            return after ? FIXED : STILL_WRONG;
        }
    }

    /**
     * One example.
     *
     * @param question what was asked; null in runs of earlier versions
     * @param expected the right answer; null in runs of earlier versions
     * @param alike whether the model wrote the same both times
     */
    public record Pair(
            String id,
            Change change,
            @Nullable String question,
            @Nullable String expected,
            Reply before,
            Reply after,
            boolean alike) {
        /** Whether the question is shown in a box that scrolls. */
        public boolean scrolls() {
            return question != null && Piece.isLong(List.of(new Piece(Piece.Kind.SAME, question)));
        }
    }

    /**
     * A reply.
     *
     * @param style name of its outcome's looks
     * @param outcome in words
     * @param chain what the model reasoned, with what differs marked
     * @param answer what it wrote after the extractor, likewise
     * @param length of the chain, in words
     */
    public record Reply(String style, String outcome, List<Piece> chain, List<Piece> answer, String length) {
        /** Whether the chain is shown in a box that scrolls. */
        public boolean scrolls() {
            return Piece.isLong(chain);
        }
    }

    /** Number of pairs that changed in some way. */
    public long count(Change change) {
        return pairs.stream().filter(pair -> pair.change() == change).count();
    }

    static @Nullable AnswerPairs of(RunHistory history, Search search) {
        Map<String, Example> examples = examples(history.examples());
        if (history.test().size() >= 2) {
            return of("test", history.test().get(0), history.test().get(1), examples);
        }
        MeasuredPrompt before = answers(history, search.initial());
        MeasuredPrompt after = answers(history, search.latest());
        return before == null || after == null || search.unchanged() ? null : of("dev", before, after, examples);
    }

    private static AnswerPairs of(
            String part, MeasuredPrompt before, MeasuredPrompt after, Map<String, Example> examples) {
        Map<String, ExampleOutcome> latter = new HashMap<>();
        after.outcomes().forEach(outcome -> latter.put(outcome.exampleId(), outcome));
        List<Pair> pairs = new ArrayList<>();
        for (ExampleOutcome was : before.outcomes()) {
            ExampleOutcome is = latter.get(was.exampleId());
            if (is != null) {
                pairs.add(pair(was, is, examples.get(was.exampleId())));
            }
        }
        pairs.sort(Comparator.comparing(Pair::change)); // stable: else in the order in which they were asked
        return new AnswerPairs(part, List.copyOf(pairs));
    }

    private static Pair pair(ExampleOutcome was, ExampleOutcome is, @Nullable Example example) {
        WordDiff chain = WordDiff.of(was.chain(), is.chain());
        WordDiff answer = WordDiff.of(was.answer(), is.answer());
        return new Pair(
                was.exampleId(),
                Change.of(was.outcome() == Outcome.RIGHT, is.outcome() == Outcome.RIGHT),
                example == null ? null : example.question(),
                example == null ? null : example.answer(),
                reply(was, chain.before(), answer.before()),
                reply(is, chain.after(), answer.after()),
                chain.same() && answer.same());
    }

    private static Reply reply(ExampleOutcome outcome, List<Piece> chain, List<Piece> answer) {
        return switch (outcome.outcome()) {
            case RIGHT -> new Reply("good", "right", chain, answer, length(outcome));
            case WRONG -> new Reply("bad", "wrong", chain, answer, length(outcome));
            case UNANSWERED -> new Reply("bad", "no readable answer", chain, answer, length(outcome));
        };
    }

    private static String length(ExampleOutcome outcome) {
        return Wording.count(outcome.chainTokens(), "token", "tokens") + (outcome.ended() ? "" : ", cut off");
    }

    private static @Nullable MeasuredPrompt answers(RunHistory history, @Nullable RecordedPrompt prompt) {
        return prompt == null
                ? null
                : history.dev().stream()
                        .filter(answers -> answers.prompt().ids().equals(prompt.ids()))
                        .findFirst()
                        .orElse(null);
    }

    private static Map<String, Example> examples(@Nullable Split split) {
        Map<String, Example> byId = new HashMap<>();
        if (split != null) {
            Stream.of(split.train(), split.dev(), split.test())
                    .flatMap(List::stream)
                    .forEach(example -> byId.put(example.id(), example));
        }
        return byId;
    }
}
