package org.greater4j.cli;

import org.greater4j.app.Budget;
import org.greater4j.app.Defaults;
import org.greater4j.app.Preset;
import org.greater4j.app.RunConfig;
import org.greater4j.app.TaskChoice;
import org.greater4j.task.SplitSizes;
import org.jspecify.annotations.Nullable;

/** The options of a search that are the same for whoever runs one, whether to record it or to time it. */
record SearchGroups(ModelOptions model, FramingOptions framing, SearchOptions search, AccelerationOptions speed) {
    /**
     * A configuration with the defaults where nothing was given.
     *
     * @param preset the defaults of the search
     * @param steps null for the default
     * @param seed null for the default
     */
    RunConfig config(
            Preset preset,
            String init,
            TaskChoice task,
            SplitSizes sizes,
            @Nullable Integer steps,
            @Nullable Long seed,
            Budget budget,
            boolean measureTest) {
        RunConfig base = Defaults.run();
        return new RunConfig(
                model.model(base.model()),
                task,
                sizes,
                search.over(
                        preset.search(),
                        steps == null ? preset.search().steps() : steps,
                        seed == null ? preset.search().seed() : seed),
                framing.maxNewTokens(base.maxNewTokens()),
                search.answerTemperature == null ? base.answerTemperature() : search.answerTemperature,
                search.fluencyWeight == null ? base.fluencyWeight() : search.fluencyWeight,
                framing.placement(base.placement()),
                framing.frozenBefore(base.frozenBefore()),
                framing.frozenAfter(base.frozenAfter()),
                init,
                model.dtype(base.dtype()),
                model.device(base.device()),
                budget,
                measureTest,
                speed.accelerations(),
                base.method());
    }
}
