package org.greater4j.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.greater4j.engine.ModelInfo;
import org.greater4j.objective.Placement;
import org.jspecify.annotations.Nullable;

/**
 * All that a run depends on; written once, before the first step.
 *
 * @param formatVersion of the files in the directory, {@link #FORMAT_VERSION} when written by this version
 * @param greaterVersion of Greater4J
 * @param started when the run was begun
 * @param settings the command's options, defaults included, by name; values are texts, truth values, numbers, lists and maps. Numbers
 *     come back as JSON spells them: a {@code Long} that fits is an {@code Integer} after reading
 * @param seed of all random draws
 * @param model which weights, where they ran and how
 * @param task which task
 * @param split which of its examples
 * @param placement where the prompt stands in the chat
 * @param environment JVM, operating system, processors
 * @param branchedFrom which prompt of which run this one began with; null for a run that stands alone
 */
public record Manifest(
        int formatVersion,
        String greaterVersion,
        Instant started,
        Map<String, @Nullable Object> settings,
        long seed,
        ModelInfo model,
        TaskIdentity task,
        SplitIds split,
        Placement placement,
        Environment environment,
        @Nullable Branch branchedFrom) {
    /**
     * Where a run's initial prompt came from.
     *
     * @param run the directory of the other run, as it was named
     * @param step after which of its steps; 0 for its own initial prompt, null for its result
     * @param edited whether a person changed the text in between
     */
    public record Branch(String run, @Nullable Integer step, boolean edited) {}

    /** The manifest of a run that stands alone. */
    public Manifest(
            int formatVersion,
            String greaterVersion,
            Instant started,
            Map<String, @Nullable Object> settings,
            long seed,
            ModelInfo model,
            TaskIdentity task,
            SplitIds split,
            Placement placement,
            Environment environment) {
        this(formatVersion, greaterVersion, started, settings, seed, model, task, split, placement, environment, null);
    }

    /** Version of a run directory's layout; a reader refuses later ones. */
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The same of a model that is described otherwise. */
    public Manifest withModel(ModelInfo other) {
        return new Manifest(
                formatVersion,
                greaterVersion,
                started,
                settings,
                seed,
                other,
                task,
                split,
                placement,
                environment,
                branchedFrom);
    }

    /** Name of the model that the run asks, as the user called it. */
    public String modelName() {
        return model.name();
    }

    /**
     * Everything in the manifest as text, by its path in {@code manifest.json} such as {@code model.sha256}, in the order of the file: for
     * pages that show it to people. Elements of a list stand in one text, with commas between them.
     */
    public Map<String, String> facts() {
        return Json.facts(this);
    }
}
