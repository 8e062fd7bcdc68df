package org.greater4j.feedback.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.greater4j.engine.Cost;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.feedback.search.Allowance;
import org.greater4j.feedback.search.Journals;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.SearchEnd;
import org.greater4j.feedback.search.SearchEvent;
import org.greater4j.feedback.search.SearchListener;
import org.greater4j.feedback.search.TaskModel;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.feedback.template.Templates;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every method: resumption to the bit, budgets, models that write nothing that can be read. */
class AllMethodsTest {
    private static final long TOKENS = 6000;
    private static final int ROW_TOKENS = 10;
    private static final int CALL_TOKENS = 40;
    private static final int MOST_ROW_TOKENS = 25;
    private static final int MOST_CALL_TOKENS = 90;
    private static final Scale SCALE = new Scale(TOKENS, 6, 5, ROW_TOKENS);

    /** Every method that there is, in sizes for a budget. */
    enum Kind {
        APE(() -> new Ape(Ape.Settings.within(SCALE))),
        APE_BANDIT(() -> new Ape(new Ape.Settings(2, 4, 3, 9, 0.334, 2, 1, Sampling.of(0.9, 50)))),
        APE_ITERATIVE(() -> new IterativeApe(IterativeApe.Settings.within(SCALE))),
        PROTEGI(() -> new ProTeGi(ProTeGi.Settings.within(SCALE, BeamEvaluator.BRUTE_FORCE))),
        PROTEGI_UCB(() -> new ProTeGi(ProTeGi.Settings.within(SCALE, BeamEvaluator.UCB))),
        PROTEGI_REJECTS(() -> new ProTeGi(ProTeGi.Settings.within(SCALE, BeamEvaluator.SUCCESSIVE_REJECTS))),
        PROTEGI_HALVING(() -> new ProTeGi(ProTeGi.Settings.within(SCALE, BeamEvaluator.SUCCESSIVE_HALVING))),
        OPRO(() -> new Opro(Opro.Settings.within(SCALE))),
        PE2(() -> new Pe2(Pe2.Settings.within(SCALE))),
        TEXTGRAD(() -> new TextGrad(TextGrad.Settings.within(SCALE))),
        EVOPROMPT_GA(() -> EvoPrompt.genetic(EvoPrompt.Settings.within(SCALE))),
        EVOPROMPT_DE(() -> EvoPrompt.differential(EvoPrompt.Settings.within(SCALE))),
        GEPA(() -> new Gepa(Gepa.Settings.within(SCALE)));

        @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
        private final Supplier<PromptSearch> search;

        Kind(Supplier<PromptSearch> search) {
            this.search = search;
        }
    }

    /** Answers and replies that are functions of what was asked; counts what it was asked. */
    private static class World implements OptimizerModel, TaskModel {
        private final Function<ChatCall, String> writer;
        private int asked;

        World(Function<ChatCall, String> writer) {
            this.writer = writer;
        }

        @Override
        public long mostTokens(PromptedExample question) {
            return MOST_ROW_TOKENS;
        }

        @Override
        public long mostTokens(ChatCall call) {
            return MOST_CALL_TOKENS;
        }

        @Override
        public TaskModel.Answers answer(List<PromptedExample> pairs, IntConsumer finished) {
            asked += pairs.size();
            List<ExampleResult> results = new ArrayList<>();
            for (PromptedExample pair : pairs) {
                boolean right = new Random(31L * pair.prompt().hashCode()
                                        + pair.example().id().hashCode())
                                .nextInt(100)
                        < 55;
                results.add(ExampleResult.of(new ExampleOutcome(
                        pair.example().id(), right ? Outcome.RIGHT : Outcome.WRONG, "so", right ? "y" : "n", 2, true)));
            }
            return new TaskModel.Answers(results, new Cost((ROW_TOKENS - 2L) * pairs.size(), 2L * pairs.size(), 0));
        }

        @Override
        public String name() {
            return "world";
        }

        @Override
        public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
            asked += calls.size();
            return calls.stream()
                    .map(call -> new ChatReply(writer.apply(call), true, new Usage(CALL_TOKENS - 10, 10)))
                    .toList();
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @EnumSource
    void aSearchKilledAfterAnyEventGoesOnToTheSameEnd(Kind kind) {
        Journals.Kept whole = new Journals.Kept(List.of());
        World world = new World(AllMethodsTest::write);
        SearchEnd expected = run(kind, world, whole, TOKENS);
        List<SearchEvent> events = whole.events();
        assertThat(events).hasSizeGreaterThan(4);

        int stride = Math.max(1, events.size() / 12);
        for (int kept = 0; kept < events.size(); kept += stride) {
            Journals.Kept dying = new Journals.Kept(List.of(), kept);
            assertThatThrownBy(() -> run(kind, new World(AllMethodsTest::write), dying, TOKENS))
                    .isInstanceOf(Journals.Kept.Killed.class);
            World next = new World(AllMethodsTest::write);
            Journals.Kept resumed = new Journals.Kept(dying.events());
            assertThat(run(kind, next, resumed, TOKENS))
                    .as("after %s events", kept)
                    .isEqualTo(expected);
            assertThat(timeless(resumed.events())).isEqualTo(timeless(events));
            assertThat(next.asked).isEqualTo(world.asked - told(dying.events()));
        }
        World idle = new World(AllMethodsTest::write);
        assertThat(run(kind, idle, new Journals.Kept(events), TOKENS)).isEqualTo(expected);
        assertThat(idle.asked).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theBudgetHoldsAndLeavesTheBestSoFar(Kind kind) {
        for (long tokens : new long[] {1, 300, 1500, TOKENS}) {
            Journals.Kept journal = new Journals.Kept(List.of());
            SearchEnd end = run(kind, new World(AllMethodsTest::write), journal, tokens);

            assertThat(end.finalists()).isNotEmpty();
            long spent = 0;
            long last = 0;
            for (SearchEvent event : journal.events()) {
                Cost cost = event instanceof SearchEvent.Answered answered
                        ? answered.cost()
                        : event instanceof SearchEvent.Asked asked ? asked.cost() : Cost.NONE;
                last = cost.tokens() > 0 ? cost.tokens() : last;
                spent += cost.tokens();
            }
            assertThat(spent - last).as("before the last batch").isLessThan(tokens);
            // whatever a batch takes at its worst fits what is left; a single call may not
            assertThat(spent).as("the budget and one call").isLessThan(tokens + CALL_TOKENS);
            if (tokens == TOKENS) {
                boolean endless = kind != Kind.APE && kind != Kind.APE_BANDIT;
                assertThat(end.stoppedBy()).isEqualTo(endless ? "budget" : end.stoppedBy());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatWritesNothingReadableLeavesTheInitialPrompt(Kind kind) {
        SearchEnd end = run(kind, new World(call -> " "), new Journals.Kept(List.of()), 1_000_000);

        assertThat(end.stoppedBy()).isEqualTo("steps");
        assertThat(end.finalists()).extracting(one -> one.prompt()).containsExactly("first");
        assertThat(end.tally().proposals()).isZero();
        assertThat(end.tally().noProposals()).isPositive();
        if (kind != Kind.TEXTGRAD && kind != Kind.PE2) {
            // these two ask for a prompt only after feedback that is not empty
            assertThat(end.tally().repairs()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsThatFailEndNothing(Kind kind) {
        World failing = new World(AllMethodsTest::write) {
            @Override
            public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
                return calls.stream().map(call -> ChatReply.failed("no")).toList();
            }
        };
        SearchEnd end = run(kind, failing, new Journals.Kept(List.of()), 1_000_000);

        assertThat(end.finalists()).extracting(one -> one.prompt()).containsExactly("first");
        assertThat(end.tally().failed()).isEqualTo(end.tally().calls()).isPositive();
        assertThat(end.tally().repairs()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void promptsThatCannotBeMeasuredAreLeftOut(Kind kind) {
        Journals.Kept whole = new Journals.Kept(List.of());
        World failing = failing(pair -> pair.prompt().hashCode() % 2 != 0);
        SearchEnd end = run(kind, failing, whole, TOKENS);

        assertThat(end.finalists()).isNotEmpty().noneMatch(one -> one.prompt().hashCode() % 2 != 0);
        assertThat(whole.events().stream()
                        .filter(SearchEvent.Answered.class::isInstance)
                        .flatMap(event -> ((SearchEvent.Answered) event).rows().stream()))
                .as("some failed")
                .anyMatch(row -> row.result().failure() != null);
        assertThat(run(kind, failing, new Journals.Kept(whole.events()), TOKENS))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @EnumSource
    void aSearchThatMeasuresNothingSaysSoAndAsksAnewWhenItIsResumed(Kind kind) {
        Journals.Kept journal = new Journals.Kept(List.of());
        assertThatThrownBy(() -> run(kind, failing(pair -> true), journal, TOKENS))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_MEASURED))
                .hasMessageContaining("the first: no such luck")
                .hasMessageContaining("made again when the run is resumed");
        assertThat(journal.events()).allMatch(SearchEvent.Asked.class::isInstance);

        Journals.Kept expected = new Journals.Kept(List.of());
        SearchEnd end = run(kind, new World(AllMethodsTest::write), expected, TOKENS);
        Journals.Kept resumed = new Journals.Kept(journal.events());
        assertThat(run(kind, new World(AllMethodsTest::write), resumed, TOKENS)).isEqualTo(end);
        assertThat(timeless(resumed.events())).isEqualTo(timeless(expected.events()));
    }

    private static World failing(Predicate<PromptedExample> fails) {
        return new World(AllMethodsTest::write) {
            @Override
            public TaskModel.Answers answer(List<PromptedExample> pairs, IntConsumer finished) {
                TaskModel.Answers answers = super.answer(pairs, finished);
                List<ExampleResult> results = new ArrayList<>();
                for (int at = 0; at < pairs.size(); at++) {
                    results.add(
                            fails.test(pairs.get(at))
                                    ? ExampleResult.failed(
                                            pairs.get(at).example().id(), "no such luck")
                                    : answers.results().get(at));
                }
                return new TaskModel.Answers(results, answers.cost());
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"OPRO", "GEPA"})
    void anotherWordingThanTheRecordedOneIsRefused(Kind kind) {
        Journals.Kept whole = new Journals.Kept(List.of());
        run(kind, new World(AllMethodsTest::write), whole, TOKENS);

        assertThatThrownBy(() -> {
                    Workbench bench =
                            bench(new World(AllMethodsTest::write), new Journals.Kept(whole.events()), TOKENS, 2);
                    bench.run(kind.search.get(), "first", 10);
                })
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("go on with the version and the templates that began the run");
    }

    // every kind of reply that the methods read, all in one
    private static String write(ChatCall call) {
        int number = new Random(31L * call.messages().hashCode() + call.sample()).nextInt(40);
        String text = number % 7 == 0 ? "unusable" : "prompt " + number;
        String last = call.messages().get(call.messages().size() - 1).content();
        if (number % 11 == 0) {
            return "";
        }
        if (last.contains("<START>")) {
            return "<START>" + text + "<END>";
        }
        if (last.contains("<INS>")) {
            return "<INS>" + text + "</INS>";
        }
        if (last.contains("<IMPROVED>")) {
            return "<IMPROVED>" + text + "</IMPROVED>";
        }
        if (last.contains("```")) {
            return "```\n" + text + "\n```";
        }
        return last.startsWith("Now do the same") ? "<prompt>" + text + "</prompt>" : text;
    }

    private static SearchEnd run(Kind kind, World world, Journals.Kept journal, long tokens) {
        Workbench bench = bench(world, journal, tokens, 1);
        SearchEnd end = bench.run(kind.search.get(), "first", 10);
        long counted = journal.events().stream()
                .mapToLong(event -> event instanceof SearchEvent.Answered answered
                        ? answered.cost().tokens()
                        : event instanceof SearchEvent.Asked asked
                                ? asked.cost().tokens()
                                : 0)
                .sum();
        assertThat(bench.cost().tokens()).isEqualTo(counted);
        return end;
    }

    private static Workbench bench(World world, Journals.Kept journal, long tokens, long seed) {
        return new Workbench(
                new Workbench.Parts(
                        world,
                        world,
                        rows("t", 6),
                        rows("d", 5),
                        Templates.standard(),
                        text -> text.equals("unusable") ? Optional.of("unusable") : Optional.empty(),
                        (prompt, question) -> question + " " + prompt),
                journal,
                new Allowance(tokens, null),
                seed,
                SearchListener.SILENT);
    }

    private static List<Example> rows(String letter, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Example(letter + number, "Is it " + letter + number + "?", "y"))
                .toList();
    }

    private static int told(List<SearchEvent> events) {
        return events.stream()
                .mapToInt(event -> event instanceof SearchEvent.Answered answered
                        ? answered.rows().size()
                        : event instanceof SearchEvent.Asked asked
                                ? asked.exchanges().size()
                                : 0)
                .sum();
    }

    private static List<SearchEvent> timeless(List<SearchEvent> events) {
        return events.stream()
                .map(event -> {
                    if (event instanceof SearchEvent.Answered one) {
                        return new SearchEvent.Answered(one.prompts(), one.rows(), one.cost(), 0);
                    }
                    return event instanceof SearchEvent.Asked one
                            ? new SearchEvent.Asked(one.purpose(), one.exchanges(), one.cost(), 0)
                            : event;
                })
                .toList();
    }
}
