package org.greater4j.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.objective.Prompt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Searches that let prompts go early, held against searches that assess every prompt on every example. */
class PruningTest {
    private static final LetterTokenizer TOKENIZER = new LetterTokenizer();
    private static final int SEEDS = 300;

    /** A random search: sizes, weights, rules and which prompts may be a result. */
    private record Situation(
            long seed,
            int examples,
            GreaterSettings settings,
            int budget,
            Predicate<Prompt> admissible,
            Prompt initial) {
        static Situation of(long seed) {
            Random random = new Random(seed);
            random.nextInt(); // the first draws of neighbouring seeds are alike
            boolean keepIncumbent = random.nextBoolean();
            GreaterSettings settings = new GreaterSettings(
                    3 + random.nextInt(14),
                    seed,
                    4,
                    2,
                    3,
                    2,
                    2,
                    1 + random.nextInt(5),
                    new double[] {0, 0.02, 0.25}[random.nextInt(3)],
                    new double[] {0, 0.5, 1}[random.nextInt(3)],
                    keepIncumbent && random.nextBoolean() ? 1 : 0,
                    random.nextBoolean(),
                    keepIncumbent,
                    random.nextInt(3) == 0 ? 3 : 0,
                    "_",
                    1 + random.nextInt(12));
            int refused = 2 + random.nextInt(8);
            return new Situation(
                    seed,
                    3 + random.nextInt(10),
                    settings,
                    random.nextInt(3) == 0 ? random.nextInt(8) : Integer.MAX_VALUE,
                    prompt -> Math.floorMod(prompt.hashCode(), 11) != refused,
                    Prompt.of(TOKENIZER.encode("abcd".substring(0, 2 + random.nextInt(3))), TOKENIZER));
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }

        RandomSession session(boolean pruning) {
            return new RandomSession(seed, examples, pruning);
        }

        Search search(ReasoningSession session, @Nullable SearchState from) {
            List<OptimizationEvent> events = new ArrayList<>();
            int before = from == null ? 0 : from.step();
            int[] steps = {before};
            SearchState end = new GreaterOptimizer(settings, TOKENIZER, admissible)
                    .optimize(session, initial, from, () -> steps[0] >= budget, event -> {
                        events.add(event);
                        steps[0] += event instanceof OptimizationEvent.StepDone ? 1 : 0;
                    });
            return new Search(events, end);
        }

        List<ScoredPrompt> finalists(SearchState state) {
            return state.finalists(settings.finalists(), admissible);
        }
    }

    private record Search(List<OptimizationEvent> events, SearchState end) {
        List<OptimizationEvent.StepDone> steps() {
            return only(OptimizationEvent.StepDone.class);
        }

        List<OptimizationEvent.Revisited> revisits() {
            return only(OptimizationEvent.Revisited.class);
        }

        StopReason reason() {
            return only(OptimizationEvent.Stopped.class).get(0).reason();
        }

        private <T extends OptimizationEvent> List<T> only(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    @Test
    void stepsBestAndFinalistsAreThoseOfPlainReadingAndLessIsAssessed() {
        long assessedPlainly = 0;
        long assessed = 0;
        int letGo = 0;
        int revisited = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Situation situation = Situation.of(seed);
            String where = "" + situation;
            RandomSession plainSession = situation.session(false);
            RandomSession session = situation.session(true);
            Search plain = situation.search(plainSession, null);
            Search pruned = situation.search(session, null);

            assertThat(pruned.steps()).as(where).hasSameSizeAs(plain.steps());
            for (int at = 0; at < plain.steps().size(); at++) {
                assertSameStep(where, pruned.steps().get(at), plain.steps().get(at));
            }
            assertThat(pruned.reason()).as(where).isEqualTo(plain.reason());
            assertThat(situation.finalists(pruned.end())).as(where).isEqualTo(situation.finalists(plain.end()));
            assertThat(whole(pruned.end()))
                    .as(where)
                    .isEqualTo(prompts(plain.end().history()));
            assertThat(plain.end().history())
                    .as(where)
                    .containsSubsequence(pruned.end().history());
            assertThat(plain.end().unfinished()).as(where).isEmpty();
            assertThat(plain.revisits()).as(where).isEmpty();

            assertThat(session.cost().tokens())
                    .as(where)
                    .isLessThanOrEqualTo(plainSession.cost().tokens());
            if (situation.settings().weights().bounded() && situation.settings().evidence() == 0) {
                // losses have no highest value, and evidence wants the current token known in full: there less can be
                // let go
                assessedPlainly += plainSession.cost().tokens();
                assessed += session.cost().tokens();
            }
            letGo += pruned.end().unfinished().size();
            revisited += pruned.revisits().size();
        }
        assertThat(assessed).isLessThan(assessedPlainly * 19 / 20);
        assertThat(letGo).isGreaterThan(SEEDS / 2);
        assertThat(revisited).isGreaterThan(SEEDS / 2);
    }

    @Test
    void onlyPromptsThatCouldStillBeFinalistsAreRevisitedAndNoneIsLeft() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Situation situation = Situation.of(seed);
            Search search = situation.search(situation.session(true), null);
            List<SearchState> before = new ArrayList<>();
            search.only(OptimizationEvent.Ending.class).forEach(ending -> before.add(ending.state()));
            for (OptimizationEvent.Revisited revisit : search.revisits()) {
                SearchState state = before.get(before.size() - 1);
                assertThat(state.contenders(situation.settings().finalists(), situation.admissible()))
                        .as("%s", situation)
                        .extracting(ScoredPrompt::prompt)
                        .contains(revisit.scored().prompt());
                before.add(revisit.state());
            }
            assertThat(search.end().contenders(situation.settings().finalists(), situation.admissible()))
                    .as("%s", situation)
                    .isEmpty();
        }
    }

    /** A session that remembers what the events tell goes on from any of them to the same end. */
    @Test
    void aSearchResumedAtAnyEventEndsAlike() {
        for (long seed = 0; seed < SEEDS / 5; seed++) {
            Situation situation = Situation.of(seed);
            Search unbroken = situation.search(situation.session(true), null);
            Map<Prompt, Assessment> known = new HashMap<>();
            for (int at = 0; at < unbroken.events().size() - 1; at++) {
                SearchState state = learn(unbroken.events().get(at), known);
                RandomSession session = situation.session(true);
                known.values().forEach(session::remember);
                Search resumed = situation.search(session, state);
                String where = situation + " from event " + at;
                assertThat(resumed.reason()).as(where).isEqualTo(unbroken.reason());
                assertThat(resumed.end().prompt())
                        .as(where)
                        .isEqualTo(unbroken.end().prompt());
                assertThat(resumed.end().best())
                        .as(where)
                        .isEqualTo(unbroken.end().best());
                assertThat(resumed.end().lastImprovement())
                        .as(where)
                        .isEqualTo(unbroken.end().lastImprovement());
                assertThat(situation.finalists(resumed.end())).as(where).isEqualTo(situation.finalists(unbroken.end()));
                assertThat(whole(resumed.end())).as(where).isEqualTo(whole(unbroken.end()));
            }
        }
    }

    private static void assertSameStep(
            String where, OptimizationEvent.StepDone found, OptimizationEvent.StepDone expected) {
        StepRecord record = found.record();
        String place = where + " step " + record.step();
        assertThat(record.candidates()).as(place).isEqualTo(expected.record().candidates());
        assertThat(record.trials())
                .as(place)
                .extracting(StepRecord.Trial::token)
                .isEqualTo(expected.record().trials().stream()
                        .map(StepRecord.Trial::token)
                        .toList());
        assertThat(record.chosen()).as(place).isEqualTo(expected.record().chosen());
        assertThat(record.reason()).as(place).isEqualTo(expected.record().reason());
        assertThat(found.state().prompt()).as(place).isEqualTo(expected.state().prompt());
        assertThat(found.state().best()).as(place).isEqualTo(expected.state().best());
        assertThat(found.state().lastImprovement())
                .as(place)
                .isEqualTo(expected.state().lastImprovement());
        assertThat(whole(found.state()))
                .as(place)
                .isEqualTo(prompts(expected.state().history()));
    }

    private static SearchState learn(OptimizationEvent event, Map<Prompt, Assessment> known) {
        List<Assessment> told = new ArrayList<>();
        SearchState state;
        if (event instanceof OptimizationEvent.Started started) {
            told.add(started.assessment());
            state = SearchState.initial(started.initial());
        } else if (event instanceof OptimizationEvent.StepDone done) {
            done.record().trials().forEach(trial -> told.add(trial.assessment()));
            state = done.state();
        } else if (event instanceof OptimizationEvent.Ending ending) {
            state = ending.state();
        } else if (event instanceof OptimizationEvent.Revisited revisited) {
            told.add(revisited.assessment());
            state = revisited.state();
        } else {
            throw new AssertionError(event);
        }
        told.forEach(assessment -> known.put(assessment.prompt(), assessment));
        return state;
    }

    /** All prompts of a state, the unfinished ones where they belong. */
    private static List<Prompt> whole(SearchState state) {
        List<Prompt> prompts = new ArrayList<>(prompts(state.history()));
        state.unfinished().forEach(one -> prompts.add(one.place(), one.soFar().prompt()));
        Set<Prompt> distinct = new HashSet<>(prompts);
        assertThat(distinct).hasSameSizeAs(prompts);
        return prompts;
    }

    private static List<Prompt> prompts(List<ScoredPrompt> scored) {
        return scored.stream().map(ScoredPrompt::prompt).toList();
    }
}
