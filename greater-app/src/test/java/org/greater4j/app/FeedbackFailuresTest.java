package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.optimize.LetterTokenizer;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs by text feedback whose models fail, whose budgets end, or that go on under other conditions. */
class FeedbackFailuresTest {
    @TempDir
    Path folder;

    /** Letters that count their tokens, and fail at some texts. */
    private static final class Failing extends LetterModel {
        private final Predicate<int[]> fails;
        private Cost cost = Cost.NONE;

        Failing(Predicate<int[]> fails) {
            super(1, false, Integer.MAX_VALUE);
            this.fails = fails;
        }

        @Override
        public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
            List<Generation> written = new ArrayList<>(super.generate(turns, plan, finished));
            for (int at = 0; at < turns.size(); at++) {
                if (fails.test(turns.get(at))) {
                    written.set(at, Generation.failed("no such luck"));
                }
                Generation one = written.get(at);
                cost = cost.plus(new Cost(
                        turns.get(at).length + plan.lead().length, one.chain().length + one.answer().length, 0));
            }
            return written;
        }

        @Override
        public Cost cost() {
            return cost;
        }
    }

    @Test
    void aFinalistWhoseDevCallsAllFailIsNone() {
        RunConfig config = config("opro");
        Predicate<int[]> dev =
                begins(Split.of(LetterRun.TASK, config.sizes(), config.seed()).dev());
        RunResult whole = run(config, new Failing(turn -> false), folder.resolve("whole"));
        // about half of the prompts, and not the initial one
        Predicate<int[]> odd = turn -> dev.test(turn) && Arrays.hashCode(promptOf(turn)) % 2 != 0 && !isInitial(turn);
        RunResult result = run(config, new Failing(odd), folder.resolve("run"));

        assertThat(result.finalists()).hasSizeBetween(1, whole.finalists().size() - 1);
        assertThat(result.finalists()).allMatch(finalist -> finalist.dev().rows() == 3);
        assertThat(RunHistory.of(RunRecord.read(folder.resolve("run"))).dev()).hasSameSizeAs(result.finalists());
    }

    @Test
    void whereNoFinalistCanBeMeasuredTheRunSaysSo() {
        RunConfig config = config("opro");
        Predicate<int[]> dev =
                begins(Split.of(LetterRun.TASK, config.sizes(), config.seed()).dev());
        assertThatThrownBy(() -> run(config, new Failing(dev), folder.resolve("run")))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_MEASURED))
                .hasMessageContaining("choice on the dev examples");
    }

    @Test
    void aRunThatCouldMeasureNothingGoesOnWhenTheModelIsBack() {
        RunConfig config = config("gepa");
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> run(config, new Failing(turn -> true), run))
                .hasMessageContaining("expected at least one question that can be measured");
        RunResult resumed = optimization(new Failing(turn -> false)).resume(run, LetterRun.TASK);
        RunResult whole = run(config, new Failing(turn -> false), folder.resolve("whole"));
        assertThat(resumed.finalists()).isEqualTo(whole.finalists());
        assertThat(resumed.test()).isEqualTo(whole.test());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ape", "protegi", "opro", "evoprompt-ga", "gepa"})
    void aBudgetOfTokensIsExceededByLessThanACall(String method) {
        for (long tokens : new long[] {300, 900, 3000}) {
            Path directory = folder.resolve(method + tokens);
            run(config(method).withBudget(new Budget(tokens, null)), new Failing(turn -> false), directory);
            long spent = 0;
            for (RunEvent event : RunRecord.read(directory).events()) {
                // what comes after is the choice and the test
                if (event.type().equals("stopped")) {
                    break;
                }
                if (event.type().equals("answered") || event.type().equals("asked")) {
                    assertThat(spent).as("before a call").isLessThan(tokens);
                    Spent piece = event.payload(Spent.class);
                    spent += piece.cost().tokens();
                    assertThat(spent <= tokens || piece.calls() == 1)
                            .as("%s of %s after a piece of %s calls", spent, tokens, piece.calls())
                            .isTrue();
                }
            }
            assertThat(spent).isPositive();
        }
    }

    private record Spent(
            Cost cost,
            @Nullable List<Object> rows,
            @Nullable List<Object> exchanges) {
        int calls() {
            return Objects.requireNonNull(rows == null ? exchanges : rows).size();
        }
    }

    @Test
    void aRunKilledBeforeItsFirstCheckpointRecordsItsExamplesWhenItGoesOn() {
        Path run = folder.resolve("run");
        Optimization dying = new Optimization(opener(new Failing(turn -> false)), new RunListener() {
            @Override
            public void progressed(Progress progress) {
                throw new LetterModel.Killed();
            }
        });
        assertThatThrownBy(() -> dying.run(config("opro"), LetterRun.TASK, new Failing(turn -> false), run))
                .isInstanceOf(LetterModel.Killed.class);
        LetterModel other = new Failing(turn -> false).described("1", Map.of());
        optimization(other).acceptingChanges().resume(run, LetterRun.TASK);

        assertThat(RunRecord.read(run).events().stream().map(RunEvent::type))
                .startsWith(Conditions.ACCEPTED, RunHistory.EXAMPLES)
                .containsOnlyOnce(RunHistory.EXAMPLES);
    }

    @Test
    void anotherWordingIsNoticed() throws IOException {
        Path words = Files.createDirectory(folder.resolve("words"));
        Files.writeString(words.resolve("opro.txt"), "[user]\n{{history}} {{examples}} Better!");
        Path run = folder.resolve("run");
        RunConfig config = config("opro").withFeedback(new FeedbackChoice(null, "bf", words.toString()));
        Optimization dying = new Optimization(opener(new Failing(turn -> false)), new RunListener() {
            @Override
            public void proposed(int step, String purpose, int asked, int read) {
                throw new LetterModel.Killed();
            }
        });
        assertThatThrownBy(() -> dying.run(config, LetterRun.TASK, new Failing(turn -> false), run))
                .isInstanceOf(LetterModel.Killed.class);
        Files.writeString(words.resolve("opro.txt"), "[user]\n{{history}} {{examples}} Worse!");

        assertThatThrownBy(() -> optimization(new Failing(turn -> false)).resume(run, LetterRun.TASK))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CHANGED))
                .hasMessageContaining("wording of requests: sha256 ");
    }

    @Test
    void theProgramIsAllThatNumbersComeFrom() {
        assertThat(Version.PARTS.stream()
                        .map(part -> part.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                .hasSize(5)
                .doesNotHaveDuplicates()
                .anyMatch(place -> place.contains("greater-feedback"));
    }

    private static RunConfig config(String method) {
        return Defaults.run()
                .withSizes(6, 3, 4)
                .withMaxNewTokens(4)
                .withInit(" a b c")
                .withMethod(method)
                .withFeedback(FeedbackChoice.DEFAULT);
    }

    private static RunResult run(RunConfig config, LetterModel model, Path directory) {
        return optimization(model).run(config, LetterRun.TASK, model, directory);
    }

    private static Optimization optimization(LetterModel model) {
        return new Optimization(opener(model), RunListener.SILENT);
    }

    private static ModelOpener opener(LetterModel model) {
        return new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                return model;
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return model;
            }
        };
    }

    /** Turns that begin with one of the questions, which have four letters each. */
    private static Predicate<int[]> begins(List<Example> examples) {
        LetterTokenizer letters = new LetterTokenizer();
        return turn -> examples.stream()
                .map(example -> letters.encode(example.question()))
                .anyMatch(question ->
                        turn.length > question.length && Arrays.equals(question, Arrays.copyOf(turn, question.length)));
    }

    private static int[] promptOf(int[] turn) {
        return Arrays.copyOfRange(turn, 4, turn.length);
    }

    private static boolean isInitial(int[] turn) {
        return Arrays.equals(promptOf(turn), new LetterTokenizer().encode("a b c z"));
    }
}
