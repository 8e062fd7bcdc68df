package org.greater4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.greater4j.app.Defaults;
import org.greater4j.app.Models;
import org.greater4j.app.TaskChoice;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Framing;
import org.greater4j.objective.Placement;
import org.greater4j.objective.Prompt;
import org.greater4j.objective.TokenFilter;
import org.greater4j.task.Example;
import org.greater4j.task.Split;
import org.greater4j.task.SplitSizes;
import org.greater4j.task.Task;
import org.greater4j.text.Message;
import org.greater4j.torch.format.GgufFile;
import org.greater4j.torch.tokenizer.GgufTokenizer;
import org.greater4j.torch.tokenizer.TextCodec;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a search does with text, on the default model's tokenizer and template and 50 questions of the default task. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
@NullUnmarked // JMH fills the fields
public class TextBenchmark {
    private static final int EXAMPLES = 50;

    private TextCodec codec;
    private Framing framing;
    private List<Example> examples;
    private List<Frame> frames;
    private Prompt prompt;
    private List<Message> chat;
    private String turn;

    @Setup
    public void open() throws IOException {
        Path file = new Models().locate(Defaults.MODEL).path();
        try (GgufFile gguf = GgufFile.open(file)) {
            codec = GgufTokenizer.read(gguf.metadata(), Defaults.MODEL, LocalDate.EPOCH);
        }
        Task task = TaskChoice.named(Defaults.TASK).load();
        examples = Split.of(task, new SplitSizes(EXAMPLES, 0, 0), Defaults.SEED).train();
        framing = new Framing(codec.tokenizer(), codec.template(), Placement.AFTER_QUESTION);
        frames = framing.frames(examples, task.extractor());
        prompt = framing.prompt(Defaults.INIT, examples, frames);
        chat = List.of(Message.user(examples.get(0).question() + prompt.text()));
        turn = codec.template().render(chat, true);
    }

    @TearDown
    public void close() {
        codec.close();
    }

    /** Once a run. */
    @Benchmark
    public BitSet tokenFilter() {
        return TokenFilter.allowed(codec.tokenizer());
    }

    /** Once a candidate. */
    @Benchmark
    public boolean roundTripOf50Examples() {
        return framing.roundTrips(prompt, examples, frames);
    }

    /** Part of a round trip of one example. */
    @Benchmark
    public String renderOneTurn() {
        return codec.template().render(chat, true);
    }

    /** Part of a round trip of one example. */
    @Benchmark
    public int[] encodeOneTurn() {
        return codec.tokenizer().encode(turn);
    }

    /** Part of making a candidate's prompt. */
    @Benchmark
    public String decodeAPrompt() {
        return codec.tokenizer().decode(prompt.ids());
    }
}
