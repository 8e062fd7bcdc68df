package org.greater4j.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.greater4j.engine.ModelInfo;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunEvent;
import org.greater4j.run.TaskIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of a run hang on besides its settings, by name: program, weights, questions, device, and what decides how sums are
 * rounded. A run that goes on under others may part from the unbroken one, so that is never done unasked.
 *
 * @param facts by name; one that is not known, as in runs of earlier versions, is not in it
 */
public record Conditions(Map<String, String> facts) {
    /** Type of the event by which a run tells that it went on under other conditions. */
    public static final String ACCEPTED = "changes-accepted";

    private static final String MODEL_FILE = "model file";
    private static final String TASK = "task";
    private static final String PROGRAM = "program";
    private static final String DEVICE = "device";
    private static final String DTYPE = "format of numbers";
    private static final String CACHE_BYTES = "bytes of keys and values";
    private static final String TAPE_BYTES = "bytes of gradients";
    private static final String OF_WRITER = " of the model that writes prompts";

    // of the model's settings, those that change what is computed
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("threads", "threads"),
            Map.entry("libtorch", "version of libtorch"),
            Map.entry("cpu", "processor's instructions"),
            Map.entry("OPENBLAS_NUM_THREADS", "OPENBLAS_NUM_THREADS"),
            Map.entry("OPENBLAS_CORETYPE", "OPENBLAS_CORETYPE"),
            Map.entry(WriterRecord.FILE, "file" + OF_WRITER),
            Map.entry(WriterRecord.DEVICE, DEVICE + OF_WRITER),
            Map.entry(WriterRecord.DTYPE, DTYPE + OF_WRITER),
            Map.entry(RunPreparation.TEMPLATES, "wording of requests"),
            Map.entry("cacheBytes", CACHE_BYTES),
            Map.entry("tapeBytes", TAPE_BYTES),
            Map.entry(WriterRecord.FILE + ".cacheBytes", CACHE_BYTES + OF_WRITER),
            Map.entry(WriterRecord.FILE + ".tapeBytes", TAPE_BYTES + OF_WRITER));

    // sums of other batches round otherwise, but no more than so; a machine's free memory decides them
    private static final Set<String> SIZES =
            Set.of(CACHE_BYTES, TAPE_BYTES, CACHE_BYTES + OF_WRITER, TAPE_BYTES + OF_WRITER);

    // models of one machine differ in these
    private static final Set<String> OF_MODELS = Set.of(DTYPE, DTYPE + OF_WRITER, DEVICE + OF_WRITER);

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
        facts.put(PROGRAM, program);
        facts.put(MODEL_FILE, ofFile(model.sha256()));
        facts.put(TASK, describe(task));
        putKnown(facts, DEVICE, model.device());
        putKnown(facts, DTYPE, model.dtype());
        SETTINGS.forEach(
                (setting, name) -> putKnown(facts, name, model.settings().get(setting)));
        return new Conditions(facts);
    }

    private static void putKnown(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    /** A task by all that decides what is asked. */
    static String describe(TaskIdentity task) {
        return task.name() + " from " + task.source() + ", extractor '"
                + task.extractor().strip() + "'";
    }

    /** What is known of this program before it has a model. */
    public static Conditions ofProgram() {
        return new Conditions(Map.of(PROGRAM, Version.current()));
    }

    /** All changes that a run went on with. */
    public static List<Change> accepted(List<RunEvent> events) {
        return events.stream()
                .filter(event -> event.type().equals(ACCEPTED))
                .flatMap(event -> event.payload(Accepted.class).changes().stream())
                .toList();
    }

    /** Those that a run was worked on under last: as it began, and with what was accepted since. */
    public static Conditions of(Manifest manifest, List<RunEvent> events) {
        Map<String, String> facts =
                new LinkedHashMap<>(of(manifest.greaterVersion(), manifest.model(), manifest.task()).facts);
        accepted(events).forEach(change -> facts.put(change.what(), change.now()));
        return new Conditions(facts);
    }

    /** A run's manifest, with the sizes that it went on with last in place of those that it began with. */
    public static Manifest workedOnLast(Manifest manifest, List<RunEvent> events) {
        Map<String, String> last = of(manifest, events).facts;
        ModelInfo model = manifest.model();
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            String size = SIZES.contains(setting.getValue()) ? last.get(setting.getValue()) : null;
            if (size != null) {
                model = model.with(setting.getKey(), size);
            }
        }
        return manifest.withModel(model);
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

    /** Those that runs of several models and tasks have in common, if they were done by one program on one machine. */
    public Map<String, String> ofTheMachine() {
        Map<String, String> common = new TreeMap<>(facts);
        common.keySet().removeAll(Set.of(MODEL_FILE, TASK));
        common.keySet().removeAll(SIZES);
        common.keySet().removeAll(OF_MODELS);
        // a model over the network has a device of no machine
        common.remove(DEVICE, ModelInfo.REMOTE);
        return common;
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
