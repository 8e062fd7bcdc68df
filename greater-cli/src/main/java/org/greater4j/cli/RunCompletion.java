package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.RunListener;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/** Sees a run to its end, by result or by signal, and tells what came of it; the same for begun and for resumed runs. */
final class RunCompletion {
    private final Invocation invocation;
    private final RunNarrator narrator;
    private final Path directory;
    private final String ceiling;

    RunCompletion(Invocation invocation, Path directory) {
        this(invocation, directory, new MemoryOption());
    }

    /** @param memory that a run goes on under, and was not begun under */
    RunCompletion(Invocation invocation, Path directory, MemoryOption memory) {
        this.ceiling = memory.words();
        this.invocation = invocation;
        this.narrator = new RunNarrator(invocation.narration());
        this.directory = directory;
    }

    /** @param work is given who is to hear of it */
    void complete(Function<RunListener, RunResult> work) {
        @Nullable JsonStream stream = invocation.stream();
        RunResult result;
        // one that is resumed can be gone on with already while its model is loaded
        if (RunRecord.isRun(directory)) {
            invocation.interruption().advise(goOn());
            if (RunRecord.readResult(directory) != null) {
                invocation.narration().say("the run was finished already; this is its result");
            }
        }
        narrator.whenBegun(() -> invocation.interruption().advise(goOn()));
        try {
            result = work.apply(stream == null ? narrator : new RunListeners(narrator, stream));
        } catch (Interruption.Requested | Models.InterruptedDownload e) {
            invocation.narration().clear();
            throw new Interrupted(interruptedMessage());
        }
        invocation.narration().clear();
        Manifest manifest = RunRecord.read(directory).manifest();
        if (stream != null) {
            stream.finished(json(manifest));
        } else if (invocation.json()) {
            JsonOutput.print(invocation.terminal(), json(manifest));
        } else {
            new RunReport(invocation.terminal(), directory, result).print();
        }
    }

    private String interruptedMessage() {
        boolean begun = narrator.directory() != null || RunRecord.isRun(directory);
        return begun ? "interrupted; " + goOn() : "interrupted before the run began; nothing was recorded";
    }

    private String goOn() {
        return "go on with\n  " + invocation.narration().command() + " resume " + Text.shellWord(directory.toString())
                + ceiling;
    }

    private ObjectNode json(Manifest manifest) {
        ObjectNode object = JsonOutput.object();
        object.put("directory", directory.toAbsolutePath().normalize().toString());
        object.put("model", manifest.model().name());
        object.put("modelSha256", manifest.model().sha256());
        object.put("task", manifest.task().name());
        object.put("seed", manifest.seed());
        object.put("placement", manifest.placement().label());
        ObjectNode split = object.putObject("splitSizes");
        split.put("train", manifest.split().train().size());
        split.put("dev", manifest.split().dev().size());
        split.put("test", manifest.split().test().size());
        object.setAll(JsonOutput.read(directory.resolve("result.json")));
        Path prompt = directory.resolve("prompt.txt");
        if (Files.exists(prompt)) {
            object.put("promptFile", prompt.toAbsolutePath().normalize().toString());
        }
        return object;
    }
}
