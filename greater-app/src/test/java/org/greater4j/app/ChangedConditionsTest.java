package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.optimize.LetterTokenizer;
import org.greater4j.run.Manifest;
import org.greater4j.run.Repeatable;
import org.greater4j.run.RunEvent;
import org.greater4j.run.RunRecord;
import org.greater4j.run.TaskIdentity;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is resumed with another model file, task file, program or number of threads. */
class ChangedConditionsTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Map<String, String> THREADS = Map.of("threads", "2", "libtorch", "2.10");
    private static final Task OTHER_FILE =
            Task.of(LetterRun.TASK.name(), LetterRun.TASK.answerFormat(), LetterRun.TASK.examples(), "another file");

    @TempDir
    Path folder;

    private Path run;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void breakOff() {
        run = folder.resolve("run");
        assertThatThrownBy(() -> optimization(model(7)).run(LetterRun.config(1), LetterRun.TASK, model(7), run))
                .isInstanceOf(LetterModel.Killed.class);
    }

    @Test
    void nothingIsSaidWhereNothingChanged() {
        optimization(model(NEVER)).resume(run, LetterRun.TASK);
        assertThat(told).isEmpty();
        assertThat(accepted()).isEmpty();
    }

    @Test
    void theModelThatWritesPromptsIsComparedToo() {
        ModelInfo model = model(NEVER).info();
        TaskIdentity task = TaskIdentity.of(LetterRun.TASK);
        Conditions then = Conditions.of("1", model.with(WriterRecord.FILE, "sha256 a"), task);
        assertThat(then.changesTo(Conditions.of("1", model.with(WriterRecord.FILE, "sha256 b"), task)))
                .extracting(Conditions.Change::toString)
                .containsExactly("file of the model that writes prompts: sha256 a then, sha256 b now");
        assertThat(then.changesTo(Conditions.of("1", model, task)))
                .as("not known, as in records of earlier versions")
                .isEmpty();
    }

    @Test
    void anotherDeviceAndAnotherFormatOfNumbersAreNoticed() {
        ModelInfo cpu = model(NEVER).info();
        TaskIdentity task = TaskIdentity.of(LetterRun.TASK);
        ModelInfo cuda = on("cuda", "bfloat16", cpu);
        Conditions now = Conditions.of("1", cuda, task);
        assertThat(Conditions.of("1", cpu, task).changesTo(now))
                .extracting(Conditions.Change::toString)
                .containsExactly("device: cpu then, cuda now", "format of numbers: float32 then, bfloat16 now");
        assertThat(now.ofTheMachine()).containsEntry("device", "cuda").doesNotContainKey("format of numbers");
        assertThat(Conditions.of("1", ModelInfo.remote("a", "b"), task).ofTheMachine())
                .doesNotContainKey("device");

        Conditions written = Conditions.of("1", WriterRecord.tell(cpu, cpu), task);
        assertThat(written.changesTo(Conditions.of("1", WriterRecord.tell(cpu, cuda), task)))
                .extracting(Conditions.Change::what)
                .containsExactly(
                        "device of the model that writes prompts",
                        "format of numbers of the model that writes prompts");

        Map<String, String> untold = new HashMap<>(now.facts());
        untold.keySet().removeAll(List.of("device", "format of numbers"));
        assertThat(new Conditions(untold).changesTo(Conditions.of("1", cpu, task)))
                .as("not known, as in records of earlier versions")
                .isEmpty();
    }

    private static ModelInfo on(String device, String dtype, ModelInfo model) {
        return new ModelInfo(
                model.name(),
                model.architecture(),
                model.path(),
                model.sha256(),
                model.parameters(),
                model.contextLength(),
                dtype,
                device,
                model.settings());
    }

    @Test
    void allChangesAreNamedAtOnceAndRefused() throws IOException {
        LetterModel other = model(NEVER).described("1", Map.of("threads", "4", "libtorch", "2.10", "cpu", "AVX2"));
        byte[] events = Files.readAllBytes(run.resolve("events.jsonl"));
        assertThatThrownBy(() -> optimization(other).resume(run, OTHER_FILE))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CHANGED))
                .hasMessageContaining("3 changes")
                .hasMessageContaining("model file: sha256 0 then, sha256 1 now")
                .hasMessageContaining("threads: 2 then, 4 now")
                .hasMessageContaining("from this test, extractor")
                .hasMessageContaining("from another file, extractor")
                .hasMessageContaining("resume " + run + " --accept-changes");
        assertThat(run.resolve("events.jsonl")).hasBinaryContent(events);
    }

    @Test
    void anotherProgramIsNoticed() throws IOException {
        Path manifest = run.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(Version.current(), "0.0.9+abc"));
        assertThatThrownBy(() -> optimization(model(NEVER)).resume(run, LetterRun.TASK))
                .hasMessageContaining("found a change\n  - program: 0.0.9+abc then, " + Version.current() + " now");
    }

    @Test
    void acceptedChangesAreRecordedAndNotAskedForAgain() {
        LetterModel dying = changed(model(5));
        assertThatThrownBy(() -> optimization(dying).acceptingChanges().resume(run, LetterRun.TASK))
                .isInstanceOf(LetterModel.Killed.class);
        assertThat(told).containsExactly("model file: sha256 0 then, sha256 1 now", "threads: 2 then, 4 now");
        assertThat(accepted()).hasSize(1);

        // back to what it began with is a change too
        assertThatThrownBy(() -> optimization(model(NEVER)).resume(run, LetterRun.TASK))
                .hasMessageContaining("model file: sha256 1 then, sha256 0 now");
        optimization(changed(model(NEVER))).resume(run, LetterRun.TASK);
        assertThat(accepted()).hasSize(1);
        assertThat(accepted().get(0).payload(Conditions.Accepted.class).changes())
                .containsExactly(
                        new Conditions.Change("model file", "sha256 0", "sha256 1"),
                        new Conditions.Change("threads", "2", "4"));

        // these changes are in name alone, so the result is that of the unbroken run
        Path whole = folder.resolve("whole");
        optimization(model(NEVER)).run(LetterRun.config(1), LetterRun.TASK, model(NEVER), whole);
        assertThat(Repeatable.of(run).result()).isEqualTo(Repeatable.of(whole).result());
    }

    @Test
    void sizesThatWereAcceptedAreThoseToGoOnWith() {
        Map<String, String> many = Map.of("cacheBytes", "640", "tapeBytes", "192");
        Map<String, String> few = Map.of("cacheBytes", "256", "tapeBytes", "64");
        Path sized = folder.resolve("sized");
        LetterModel dying = model(7).described("0", many);
        assertThatThrownBy(() -> optimization(dying).run(LetterRun.config(1), LetterRun.TASK, dying, sized))
                .isInstanceOf(LetterModel.Killed.class);
        LetterModel smaller = model(5).described("0", few);
        assertThatThrownBy(() -> optimization(smaller).acceptingChanges().resume(sized, LetterRun.TASK))
                .isInstanceOf(LetterModel.Killed.class);
        assertThat(told)
                .containsExactly("bytes of gradients: 192 then, 64 now", "bytes of keys and values: 640 then, 256 now");

        // an opener that keeps to the sizes that it is told, as that of models on disk does
        List<Map<String, String>> reopened = new ArrayList<>();
        optimization(model(NEVER), begun -> {
                    reopened.add(begun.model().settings());
                    return model(NEVER).described("0", begun.model().settings());
                })
                .resume(sized, LetterRun.TASK);
        assertThat(reopened).containsExactly(few);
    }

    @Test
    void aChangeThatWasAcceptedByNoFinishedStepIsAskedForAgain() {
        assertThatThrownBy(
                        () -> optimization(changed(model(1))).acceptingChanges().resume(run, LetterRun.TASK))
                .isInstanceOf(LetterModel.Killed.class);
        assertThatThrownBy(() -> optimization(changed(model(NEVER))).resume(run, LetterRun.TASK))
                .hasMessageContaining("threads: 2 then, 4 now");
    }

    @Test
    void otherRowsAndOtherTokensAreRefusedEvenThen() {
        Task fewer = Task.of(
                LetterRun.TASK.name(),
                LetterRun.TASK.answerFormat(),
                LetterRun.TASK.examples().subList(1, 20),
                "another file");
        assertThatThrownBy(() -> optimization(model(NEVER)).acceptingChanges().resume(run, fewer))
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RUN))
                .hasMessageContaining("the same split");
        LetterModel otherTokens = new LetterModel(1, true, NEVER) {
            @Override
            public Tokenizer tokenizer() {
                return new ReversedLetters();
            }
        };
        assertThatThrownBy(() -> optimization(otherTokens.described("1", THREADS))
                        .acceptingChanges()
                        .resume(run, LetterRun.TASK))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("the same tokenizer");
    }

    /** The letters' tokens by other ids. */
    private static final class ReversedLetters implements Tokenizer {
        private final Tokenizer letters = new LetterTokenizer();

        @Override
        public int[] encode(String text) {
            int[] ids = letters.encode(text);
            for (int at = 0; at < ids.length; at++) {
                ids[at] = letters.vocabularySize() - 1 - ids[at];
            }
            return ids;
        }

        @Override
        public String decode(int... ids) {
            int[] mirrored = ids.clone();
            for (int at = 0; at < ids.length; at++) {
                mirrored[at] = letters.vocabularySize() - 1 - ids[at];
            }
            return letters.decode(mirrored);
        }

        @Override
        public int vocabularySize() {
            return letters.vocabularySize();
        }

        @Override
        public boolean isSpecial(int id) {
            return letters.isSpecial(letters.vocabularySize() - 1 - id);
        }
    }

    private Optimization optimization(LetterModel model) {
        return optimization(model, begun -> model);
    }

    private Optimization optimization(LetterModel model, Function<Manifest, GradientModel> reopened) {
        ModelOpener opener = new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                return model;
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                return reopened.apply(begun);
            }
        };
        return new Optimization(opener, new RunListener() {
            @Override
            public void changeAccepted(String change) {
                told.add(change);
            }
        });
    }

    private static LetterModel model(int lastQuestion) {
        return new LetterModel(1, true, lastQuestion).described("0", THREADS);
    }

    private static LetterModel changed(LetterModel model) {
        return model.described("1", Map.of("threads", "4"));
    }

    private List<RunEvent> accepted() {
        return RunRecord.read(run).events().stream()
                .filter(event -> event.type().equals(Conditions.ACCEPTED))
                .toList();
    }
}
