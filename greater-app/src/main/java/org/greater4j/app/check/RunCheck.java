package org.greater4j.app.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.greater4j.app.Conditions;
import org.greater4j.app.Finding;
import org.greater4j.app.Interruption;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RunConfig;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.jspecify.annotations.Nullable;

/** Checks a run directory, finished or not, without changing it. */
public final class RunCheck {
    private static final String EVENTS = "events";
    private static final String CHECKPOINT = "checkpoint";

    private final ModelOpener models;
    private final Interruption interruption;

    public RunCheck(ModelOpener models, Interruption interruption) {
        this.models = models;
        this.interruption = interruption;
    }

    /**
     * Checks every rule that can be checked.
     *
     * @param withModel whether the model is asked again, which takes its loading and one assessment
     * @param told is told of each finding as it comes
     * @return all findings; a rule that does not hold is one of them and no exception
     * @throws GreaterException ({@code INVALID_RUN}) if there is no run at all
     */
    public List<Finding> check(Path directory, boolean withModel, Consumer<Finding> told) {
        if (!RunRecord.isRun(directory)) {
            RunRecord.readManifest(directory); // which says so
        }
        List<Finding> findings = new ArrayList<>();
        Consumer<Finding> note = finding -> {
            findings.add(finding);
            told.accept(finding);
            interruption.check();
        };
        @Nullable RunRecord record = attempt("files", note, () -> RunRecord.read(directory));
        if (record == null) {
            return findings;
        }
        note.accept(Finding.ok(
                "files",
                "manifest, " + (record.result() == null ? "no result yet, " : "result, ")
                        + record.events().size() + " events, each with the checksum of all before it"));
        note.accept(torn(record));
        @Nullable RunHistory history = attempt(EVENTS, note, () -> RunHistory.of(record));
        @Nullable RunConfig config = attempt("settings", note, () -> RunConfig.of(record.manifest(), directory));
        @Nullable Finding checkpoint = attempt(CHECKPOINT, note, () -> checkpoint(record, history, config));
        if (checkpoint != null) {
            note.accept(checkpoint);
        }
        if (history == null || config == null) {
            return findings;
        }
        attempt(EVENTS, note, () -> {
            new RecordRules(record, history, config).check().forEach(note);
            return Boolean.TRUE;
        });
        note.accept(accepted(record));
        if (!withModel) {
            note.accept(Finding.skipped("model", "left out, as asked"));
            return findings;
        }
        attempt("model", note, () -> {
            new ModelRules(models, interruption).check(record, history, config).forEach(note);
            return Boolean.TRUE;
        });
        return findings;
    }

    // what can't be read is a finding too
    private static <T> @Nullable T attempt(String name, Consumer<Finding> note, Supplier<T> work) {
        try {
            return work.get();
        } catch (GreaterException e) {
            note.accept(Finding.failed(name, e.code(), String.valueOf(e.getMessage()), ""));
            return null;
        }
    }

    private static Finding torn(RunRecord record) {
        long torn = record.tornBytes();
        if (torn == 0) {
            return Finding.ok("last line", "whole");
        }
        String found = "a torn one of " + torn + " bytes";
        return record.result() == null
                ? Finding.warning(
                        "last line",
                        found,
                        "`greater resume` drops it, and does again what stood behind the checkpoint")
                : Finding.failed(
                        "last line", ErrorCode.INVALID_RUN, found + " in a finished run", "restore it from a copy");
    }

    private static Finding checkpoint(RunRecord record, @Nullable RunHistory history, @Nullable RunConfig config) {
        long needed = record.checkpointedEvents();
        int found = record.events().size();
        if (needed > found) {
            return Finding.failed(
                    CHECKPOINT,
                    ErrorCode.INVALID_RUN,
                    "expected at least the " + needed + " events before it, found " + found,
                    "restore events.jsonl from a copy");
        }
        RunResult result = record.result();
        if (result != null && needed < found) {
            return Finding.failed(
                    CHECKPOINT,
                    ErrorCode.INVALID_RUN,
                    "expected all " + found + " events of the finished run before it, found " + needed,
                    "restore checkpoint.json from a copy");
        }
        if (history == null || config == null) {
            return Finding.skipped(CHECKPOINT, "the events or settings that it could be compared with can't be read");
        }
        return RecordRules.finding(
                CHECKPOINT,
                new CheckpointRules(record, config).problems(),
                needed == 0
                        ? "none yet"
                        : "what the " + needed + " events before it come to"
                                + (needed < found ? "; the " + (found - needed) + " after it will be done again" : ""));
    }

    private static Finding accepted(RunRecord record) {
        List<String> changes = record.events().stream()
                .filter(event -> event.type().equals(Conditions.ACCEPTED))
                .flatMap(event -> event.payload().path("changes").valueStream())
                .map(change -> change.path("what").asText() + ": "
                        + change.path("then").asText() + " then, "
                        + change.path("now").asText() + " since")
                .toList();
        return changes.isEmpty()
                ? Finding.ok("conditions", "the same from beginning to end")
                : Finding.warning(
                        "conditions",
                        String.join("; ", changes),
                        "the run need not be what an unbroken one would have come to");
    }
}
