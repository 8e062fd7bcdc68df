package org.greater4j.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.ModelInfo;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunEvent;
import org.greater4j.run.TaskIdentity;

/**
 * What the numbers of a run hang on besides its settings, by name: program, weights, questions, and what decides how sums are rounded. A run
 * that goes on under others may part from the unbroken one, so that is never done unasked.
 *
 * @param facts by name; one that is not known, as in runs of earlier versions, is not in it
 */
public record Conditions(Map<String, String> facts) {
    /** Type of the event by which a run tells that it went on under other conditions. */
    public static final String ACCEPTED = "changes-accepted";

    private static final String MODEL_FILE = "model file";

    // of the model's settings, those that change what is computed
    private static final Map<String, String> SETTINGS = Map.of(
            "threads",
            "threads",
            "libtorch",
            "version of libtorch",
            "cpu",
            "processor's instructions",
            "OPENBLAS_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "OPENBLAS_CORETYPE",
            "OPENBLAS_CORETYPE",
            RunPreparation.OPTIMIZER,
            "file of the model that writes prompts");

    public Conditions {
        facts = Map.copyOf(facts);
    }

    /**
     * One condition that is another one now.
     *
     * @param what its name
     * @param then what it was when the run was worked on last
     * @param now what it is
     */
    public record Change(String what, String then, String now) {
        /** Whether it is the weights that changed. */
        public boolean isOfModel() {
            return what.equals(MODEL_FILE);
        }

        @Override
        public String toString() {
            return what + ": " + then + " then, " + now + " now";
        }
    }

    /** Payload of an event of type {@link #ACCEPTED}. */
    public record Accepted(List<Change> changes) {
        public Accepted {
            changes = List.copyOf(changes);
        }
    }

    static Conditions of(String program, ModelInfo model, TaskIdentity task) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("program", program);
        facts.put(MODEL_FILE, ofFile(model.sha256()));
        facts.put("task", describe(task));
        SETTINGS.forEach((setting, name) -> {
            String value = model.settings().get(setting);
            if (value != null) {
                facts.put(name, value);
            }
        });
        return new Conditions(facts);
    }

    /** A task by all that decides what is asked. */
    static String describe(TaskIdentity task) {
        return task.name() + " from " + task.source() + ", extractor '"
                + task.extractor().strip() + "'";
    }

    /** Those that a run was worked on under last: as it began, and with what was accepted since. */
    public static Conditions of(Manifest manifest, List<RunEvent> events) {
        Map<String, String> facts =
                new LinkedHashMap<>(of(manifest.greaterVersion(), manifest.model(), manifest.task()).facts);
        for (RunEvent event : events) {
            if (event.type().equals(ACCEPTED)) {
                event.payload(Accepted.class).changes().forEach(change -> facts.put(change.what(), change.now()));
            }
        }
        return new Conditions(facts);
    }

    /** Whether the weights are those of a file with this checksum. */
    public boolean isModelFile(String sha256) {
        return ofFile(sha256).equals(facts.get(MODEL_FILE));
    }

    /** Which weights, in words. */
    public String modelFile() {
        return facts.getOrDefault(MODEL_FILE, "unknown");
    }

    private static String ofFile(String sha256) {
        return "sha256 " + sha256;
    }

    /** What is otherwise in others; what only one of both knows is not compared. */
    public List<Change> changesTo(Conditions now) {
        List<Change> changes = new ArrayList<>();
        facts.keySet().stream().sorted().forEach(name -> {
            String then = facts.getOrDefault(name, "");
            String other = now.facts.getOrDefault(name, then);
            if (!then.equals(other)) {
                changes.add(new Change(name, then, other));
            }
        });
        return changes;
    }
}
