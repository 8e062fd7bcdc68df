package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.GreaterOptimizer;
import org.greater4j.optimize.GreaterSettings;
import org.greater4j.optimize.OptimizationEvent;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whole searches that let prompts go early, gone on with behind every checkpoint in a new session: what is told from there on is the same to
 * the last bit, and costs the same.
 */
class ResumedSearchTest {
    /** Tokens of a prompt that a cache has to grow for. */
    private static final int LONG = 36;

    /** What is told, and how many tokens it took. */
    private record Told(OptimizationEvent event, Cost cost) {}

    @Test
    void aResumedSearchTellsWhatTheUnbrokenOneTells() {
        int revisited = 0;
        for (long seed = 961; seed < 966; seed++) {
            Situation situation = Situation.of(seed, 5).withMaxNewTokens(6);
            // a row at a time: the sooner a prompt is let go
            revisited += goOnBehindCheckpoints(
                    situation,
                    situation.prompt(situation.random(), 4),
                    settings(6, seed, 0),
                    0,
                    columnBytes -> EngineTuning.DEFAULT.withMemory(1, 1));
        }
        assertThat(revisited).isPositive();
    }

    /** The cache of the unbroken search has grown for a position far back, that of the resumed one has not. */
    @Test
    void theSameIsToldWhereThePositionReturnedToTheStartOfALongPrompt() {
        for (long seed = 962; seed < 966; seed += 2) {
            Situation situation = Situation.of(seed, 5).withMaxNewTokens(6);
            // with such evidence no token is replaced, and behind the full stop the position returns
            goOnBehindCheckpoints(
                    situation, longPrompt(situation), settings(LONG + 3, seed, 1e9), LONG, ResumedSearchTest::fewRows);
        }
    }

    @Test
    void asManyRowsFitBesideACacheThatGrewAsBesideANewOne() {
        for (long seed = 962; seed < 966; seed += 2) {
            Situation situation = Situation.of(seed, 5).withMaxNewTokens(6);
            Prompt prompt = longPrompt(situation);
            List<Prompt> trials = IntStream.range(TinyTokenizer.WORDS, TinyTokenizer.WORDS + 4)
                    .mapToObj(id -> prompt.with(0, id, situation.tokenizer()))
                    .toList();
            try (Decoder decoder = situation.decoder(Precision.FLOAT32);
                    TorchReasoningSession grown = situation.fast(decoder, fewRows(decoder.cacheBytesPerColumn()));
                    TorchReasoningSession fresh = situation.fast(decoder, fewRows(decoder.cacheBytesPerColumn()))) {
                grown.standAt(prompt, LONG - 1);
                grown.standAt(prompt, 0);
                assertThat(grown.assess(trials, Cutoff.none()).stream()
                                .map(Assessment::answerLoss)
                                .toList())
                        .isEqualTo(fresh.assess(trials, Cutoff.none()).stream()
                                .map(Assessment::answerLoss)
                                .toList());
                assertThat(grown.statistics().decodingPasses())
                        .as("%s", situation)
                        .isEqualTo(fresh.statistics().decodingPasses());
            }
        }
    }

    private static Prompt longPrompt(Situation situation) {
        return situation
                .prompt(situation.random(), LONG)
                .with(LONG - 1, TinyTokenizer.FULL_STOP, situation.tokenizer());
    }

    // about five rows beside five questions, and two beside a cache of them that has grown
    private static EngineTuning fewRows(long columnBytes) {
        return EngineTuning.DEFAULT.withMemory(560 * columnBytes, 1);
    }

    private static GreaterSettings settings(int steps, long seed, double evidence) {
        return new GreaterSettings(steps, seed, 6, 2, 3, 2, 3, 4, 0.02, 1, evidence, false, evidence > 0, 0, "_", 16);
    }

    /**
     * Goes on behind every checkpoint from a step on.
     *
     * @param tunings by the bytes of a column
     * @return how many of the checkpoints were of prompts that were looked at again
     */
    private static int goOnBehindCheckpoints(
            Situation situation,
            Prompt initial,
            GreaterSettings settings,
            int firstStep,
            LongFunction<EngineTuning> tunings) {
        int revisited = 0;
        int checkpoints = 0;
        try (Decoder decoder = situation.decoder(Precision.FLOAT32)) {
            EngineTuning tuning = tunings.apply(decoder.cacheBytesPerColumn());
            List<Told> whole = new ArrayList<>();
            try (TorchReasoningSession session = situation.fast(decoder, tuning)) {
                search(
                        situation,
                        settings,
                        session,
                        initial,
                        null,
                        event -> whole.add(new Told(event, session.cost())));
            }
            for (int at = 0; at < whole.size() - 1; at++) {
                if (!isCheckpoint(whole.get(at).event())) {
                    continue;
                }
                List<Told> before = whole.subList(0, at + 1);
                SearchState from = state(before);
                if (from.step() < firstStep) {
                    continue;
                }
                assertThat(from.position()).as("steps since the start").isEqualTo(from.step() - firstStep);
                checkpoints++;
                List<Told> after = new ArrayList<>();
                try (TorchReasoningSession session = situation.fast(decoder, tuning)) {
                    known(before).forEach(session::remember);
                    lastStep(before).ifPresent(step -> session.standAt(step.before(), step.position()));
                    Cost rebuilt = session.cost();
                    Cost spent = before.get(at).cost();
                    search(
                            situation,
                            settings,
                            session,
                            initial,
                            from,
                            event -> after.add(
                                    new Told(event, spent.plus(session.cost().minus(rebuilt)))));
                }
                String where = situation + ", gone on with behind event " + at + " of " + whole.size();
                assertSame(where, after, whole.subList(at + 1, whole.size()));
                revisited += whole.get(at).event() instanceof OptimizationEvent.Revisited ? 1 : 0;
            }
        }
        assertThat(checkpoints).isPositive();
        return revisited;
    }

    private static void search(
            Situation situation,
            GreaterSettings settings,
            TorchReasoningSession session,
            Prompt initial,
            @Nullable SearchState from,
            Consumer<OptimizationEvent> told) {
        new GreaterOptimizer(settings, situation.tokenizer(), prompt -> true)
                .optimize(session, initial, from, () -> false, told);
    }

    private static boolean isCheckpoint(OptimizationEvent event) {
        return !(event instanceof OptimizationEvent.Revisited revisited) || revisited.whole();
    }

    private static SearchState state(List<Told> before) {
        OptimizationEvent last = before.get(before.size() - 1).event();
        if (last instanceof OptimizationEvent.Started started) {
            return SearchState.initial(started.initial());
        } else if (last instanceof OptimizationEvent.StepDone done) {
            return done.state();
        } else if (last instanceof OptimizationEvent.Ending ending) {
            return ending.state();
        }
        return ((OptimizationEvent.Revisited) last).state();
    }

    private static Optional<StepRecord> lastStep(List<Told> before) {
        return before.stream()
                .map(Told::event)
                .filter(OptimizationEvent.StepDone.class::isInstance)
                .map(event -> ((OptimizationEvent.StepDone) event).record())
                .reduce((earlier, later) -> later);
    }

    // as a run reads them back from its events: the fullest of each prompt, the later one among equals
    private static Iterable<Assessment> known(List<Told> before) {
        Map<Prompt, Assessment> fullest = new LinkedHashMap<>();
        for (Told told : before) {
            List<Assessment> assessments = new ArrayList<>();
            if (told.event() instanceof OptimizationEvent.Started started) {
                assessments.add(started.assessment());
            } else if (told.event() instanceof OptimizationEvent.Revisited revisited) {
                assessments.add(revisited.assessment());
            } else if (told.event() instanceof OptimizationEvent.StepDone done) {
                done.record().trials().forEach(trial -> assessments.add(trial.assessment()));
            }
            for (Assessment one : assessments) {
                fullest.merge(one.prompt(), one, (old, now) -> now.assessed() >= old.assessed() ? now : old);
            }
        }
        return fullest.values();
    }

    private static void assertSame(String where, List<Told> found, List<Told> expected) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        for (int at = 0; at < found.size(); at++) {
            String which = where + ", event " + at + " of " + found.size() + " behind it";
            assertThat(told(found.get(at).event()))
                    .as(which)
                    .isEqualTo(told(expected.get(at).event()));
            assertThat(found.get(at).cost())
                    .as(which)
                    .isEqualTo(expected.get(at).cost());
        }
    }

    /** What of an event is compared; arrays are told by their elements. */
    private static List<Object> told(OptimizationEvent event) {
        if (event instanceof OptimizationEvent.StepDone done) {
            StepRecord record = done.record();
            List<Object> told = new ArrayList<>(List.of(
                    record.step(),
                    record.after(),
                    Arrays.toString(record.candidates()),
                    Arrays.toString(record.gradient()),
                    record.cost()));
            record.trials().forEach(trial -> told.addAll(assessed(trial.scored(), trial.assessment())));
            return told;
        } else if (event instanceof OptimizationEvent.Revisited revisited) {
            return assessed(revisited.scored(), revisited.assessment());
        } else if (event instanceof OptimizationEvent.Ending ending) {
            return List.of(ending.state());
        }
        return List.of(((OptimizationEvent.Stopped) event).state());
    }

    private static List<Object> assessed(ScoredPrompt scored, Assessment assessment) {
        List<Object> told = new ArrayList<>(List.of(scored));
        for (ExampleAssessment example : assessment.examples()) {
            told.add(
                    example.assessed()
                            ? Arrays.toString(example.chain()) + example.mistake() + example.answerLoss() + " "
                                    + example.fluencyLoss()
                            : "left out " + example.fluencyLoss());
        }
        return told;
    }
}
