package org.greater4j.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.greater4j.engine.Cost;
import org.greater4j.task.Split;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a run tell, read back as records: for reports and pages, which need to know nothing of engine and search.
 *
 * <p>Every part may be missing, since a run can be looked at while it goes on. A component is {@code @Nullable} where runs of earlier
 * versions do not tell it.
 *
 * @param examples the task's examples by part; null in runs of earlier versions
 * @param initial the initial prompt on the training examples; null before it was scored
 * @param steps in order
 * @param revisited prompts that were let go early and looked at again when the search had ended
 * @param stoppedBy why there were no more steps; null while the search goes on
 * @param dev answers on the dev examples, one element for every finalist that was measured, best training score first
 * @param test answers on the test examples: of the initial prompt, then of the final one
 * @param spent tokens and time so far; null before the first checkpoint
 */
public record RunHistory(
        @Nullable Split examples,
        @Nullable Assessed initial,
        List<Step> steps,
        List<Assessed> revisited,
        @Nullable String stoppedBy,
        List<MeasuredPrompt> dev,
        List<MeasuredPrompt> test,
        @Nullable Spent spent) {
    /** Type of the event that holds the examples of all parts. */
    public static final String EXAMPLES = "examples";

    private static final String STARTED = "started";
    private static final String STEP = "step";
    private static final String REVISITED = "revisited";
    private static final String STOPPED = "stopped";
    /** Type of the events that hold a finalist as a {@link MeasuredPrompt}. */
    public static final String FINALIST = "finalist";

    public RunHistory {
        steps = List.copyOf(steps);
        revisited = List.copyOf(revisited);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    /**
     * A prompt's training score and what it is made of.
     *
     * @param score {@code mistakes / N + weight · fluency loss}; lower is better. The lowest that it can be if the assessment was let go
     *     early
     * @param mistakes on the training examples that were assessed
     * @param answerLoss mean over these, in nats; null if there are none
     * @param fluencyLoss mean negative log-likelihood of a token of the prompt, in nats
     * @param step the step that tried it first; 0 for the initial prompt
     */
    public record Score(
            RecordedPrompt prompt,
            double score,
            int mistakes,
            @Nullable Double answerLoss,
            double fluencyLoss,
            int step) {}

    /**
     * One training example under one prompt.
     *
     * @param assessed whether the model reasoned on it; null, as in runs of earlier versions, means that it did
     * @param mistake null where it was left out
     * @param answerLoss in nats; null where it was left out
     */
    public record Row(
            @Nullable Boolean assessed,
            @Nullable Boolean mistake,
            @Nullable Double answerLoss) {}

    /**
     * A prompt on the training examples.
     *
     * @param complete whether all examples were assessed; if not, the prompt was let go early
     * @param rows one per training example
     */
    public record Assessed(Score scored, boolean complete, List<Row> rows) {
        public Assessed {
            rows = List.copyOf(rows);
        }

        /** Number of examples that the model reasoned on. */
        public int assessedRows() {
            return (int) rows.stream()
                    .filter(row -> !Boolean.FALSE.equals(row.assessed()))
                    .count();
        }
    }

    /**
     * A candidate that was tried.
     *
     * @param token its id
     * @param text what it decodes to
     * @param gradient summed over the training examples; the more negative, the more it promises
     */
    public record Trial(int token, String text, double gradient, Assessed assessed) {}

    /**
     * One step of the search.
     *
     * @param step counted from 1
     * @param position index of the token that was optimised
     * @param before the prompt that the step began with
     * @param k number of proposals per example
     * @param candidates C token ids that were proposed and keep the prompt's ids, the current one among them
     * @param candidateTexts what each decodes to
     * @param droppedByRoundTrip number of proposals that would not have kept them
     * @param droppedTexts what these decode to; null in runs of earlier versions
     * @param gradient C sums over the examples; empty if there was nothing to choose from
     * @param trials the candidates that were tried, most promising first
     * @param chosen the token that the step put there
     * @param reason why that one: {@code LOWEST_SCORE}, {@code FULL_STOP}, {@code ONLY_CANDIDATE} or {@code TOO_LITTLE_EVIDENCE}
     * @param after the prompt that the step ended with
     * @param cost tokens that the step let through the model
     */
    public record Step(
            int step,
            int position,
            RecordedPrompt before,
            int k,
            List<Integer> candidates,
            List<String> candidateTexts,
            int droppedByRoundTrip,
            @Nullable List<String> droppedTexts,
            List<Double> gradient,
            List<Trial> trials,
            int chosen,
            String reason,
            RecordedPrompt after,
            Tokens cost) {
        public Step {
            candidates = List.copyOf(candidates);
            candidateTexts = List.copyOf(candidateTexts);
            droppedTexts = droppedTexts == null ? null : List.copyOf(droppedTexts);
            gradient = List.copyOf(gradient);
            trials = List.copyOf(trials);
            if (position < 0 || position >= before.ids().size()) {
                throw new IllegalArgumentException(
                        "a position in the prompt of " + before.ids().size() + " tokens expected, found " + position);
            }
            if (candidateTexts.size() != candidates.size()
                    || (!gradient.isEmpty() && gradient.size() != candidates.size())) {
                throw new IllegalArgumentException("as many texts and gradients as candidates expected, found "
                        + candidateTexts.size() + ", " + gradient.size() + " and " + candidates.size());
            }
        }
    }

    /**
     * Tokens that went through the model.
     *
     * @param forwardTokens read
     * @param generatedTokens generated one by one
     * @param gradientTokens read with a gradient
     */
    public record Tokens(long forwardTokens, long generatedTokens, long gradientTokens) {
        static Tokens of(Cost cost) {
            return new Tokens(cost.forwardTokens(), cost.generatedTokens(), cost.gradientTokens());
        }

        public Tokens plus(Tokens other) {
            return new Tokens(
                    forwardTokens + other.forwardTokens,
                    generatedTokens + other.generatedTokens,
                    gradientTokens + other.gradientTokens);
        }

        public Tokens minus(Tokens other) {
            return new Tokens(
                    forwardTokens - other.forwardTokens,
                    generatedTokens - other.generatedTokens,
                    gradientTokens - other.gradientTokens);
        }

        /** All of them, each counted once. */
        public long total() {
            return forwardTokens + generatedTokens + gradientTokens;
        }
    }

    /**
     * What a run took so far.
     *
     * @param seconds wall time, pauses between parts of a resumed run excluded
     */
    public record Spent(Tokens cost, double seconds) {}

    private record Stopped(String reason) {}

    /**
     * Reads the events of a record, and what its last checkpoint says about cost.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if one of them is of another form
     */
    public static RunHistory of(RunRecord record) {
        Collector collector = new Collector();
        record.events().forEach(collector::add);
        return collector.history(spent(record));
    }

    /** Reads some events of a record alone. */
    public static RunHistory of(List<RunEvent> events) {
        Collector collector = new Collector();
        events.forEach(collector::add);
        return collector.history(null);
    }

    /** What all training examples came to under a prompt when it was first asked on all of them; empty if it never was. */
    public Optional<Assessed> complete(RecordedPrompt prompt) {
        return assessed()
                .filter(one -> one.complete() && one.scored().prompt().equals(prompt))
                .findFirst();
    }

    /** All assessments, in the order of the events. */
    public Stream<Assessed> assessed() {
        return Stream.of(
                        Stream.ofNullable(initial),
                        steps.stream().flatMap(step -> step.trials().stream()).map(Trial::assessed),
                        revisited.stream())
                .flatMap(all -> all);
    }

    static @Nullable Spent spent(RunRecord record) {
        RunResult result = record.result();
        return result == null
                ? record.checkpoint(Spent.class).orElse(null)
                : new Spent(Tokens.of(result.cost()), result.seconds());
    }

    /** A history that grows event by event. */
    static final class Collector {
        private @Nullable Split examples;
        private @Nullable Assessed initial;
        private final List<Step> steps = new ArrayList<>();
        private final List<Assessed> revisited = new ArrayList<>();
        private @Nullable String stoppedBy;
        private final List<MeasuredPrompt> dev = new ArrayList<>();
        private final List<MeasuredPrompt> test = new ArrayList<>();

        void add(RunEvent event) {
            Class<?> form = form(event.type());
            if (form != null) {
                take(event.type(), event.payload(form));
            }
        }

        /** The next event of a log, as its line has it. */
        void add(byte[] line, long sequence, Path file) {
            Json.readEvent(line, Collector::form, this::take, "event " + sequence, file);
        }

        // null for events of a later version, which are of no concern to this one
        private static @Nullable Class<?> form(String type) {
            return switch (type) {
                case EXAMPLES -> Split.class;
                case STARTED, REVISITED -> Assessed.class;
                case STEP -> Step.class;
                case STOPPED -> Stopped.class;
                case FINALIST, RunRecord.TEST -> MeasuredPrompt.class;
                default -> null;
            };
        }

        private void take(String type, Object payload) {
            switch (type) {
                case EXAMPLES -> examples = (Split) payload;
                case STARTED -> initial = (Assessed) payload;
                case STEP -> steps.add((Step) payload);
                case REVISITED -> revisited.add((Assessed) payload);
                case STOPPED -> stoppedBy = ((Stopped) payload).reason();
                case FINALIST -> dev.add((MeasuredPrompt) payload);
                case RunRecord.TEST -> test.add((MeasuredPrompt) payload);
                default -> throw new IllegalArgumentException(type);
            }
        }

        RunHistory history(@Nullable Spent spent) {
            return new RunHistory(examples, initial, steps, revisited, stoppedBy, dev, test, spent);
        }
    }
}
