package org.greater4j.cli;

import java.io.File;
import org.greater4j.app.FeedbackChoice;
import org.greater4j.app.RemoteChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What methods by text feedback can be told. */
final class FeedbackOptions {
    @Option(
            names = "--optimizer",
            paramLabel = "M",
            description =
                    "The model that criticises and writes prompts: another model of this machine, or"
                            + " openai:NAME[@BASE_URL], anthropic:NAME, gemini:NAME, ollama:NAME[@URL] (default: the one of --model).")
    @Nullable
    String optimizer;

    @Option(
            names = "--bandit",
            paramLabel = "NAME",
            description = "How protegi ranks candidates: bf, ucb, ucb-e, sr or sh (default: bf).")
    @Nullable
    String bandit;

    @Option(
            names = "--templates",
            paramLabel = "DIR",
            description = "Directory with requests in your own words (default: the program's).")
    @Nullable
    String templates;

    @Option(
            names = "--gepa-merge",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Whether gepa merges two candidates, sentence by sentence, that changed different parts of the same prompt"
                            + " (default: yes with --preset budget, no with authors).")
    @Nullable
    Boolean gepaMerge;

    /**
     * @param preset what sizes a method takes
     * @param remote what models over the network may take
     */
    FeedbackChoice choice(PresetOption preset, RemoteChoice remote) {
        FeedbackChoice base = FeedbackChoice.DEFAULT;
        // a run may be resumed from elsewhere
        String absolute = templates == null ? null : new File(templates).getAbsolutePath();
        return new FeedbackChoice(
                preset.feedback(),
                bandit == null ? base.bandit() : bandit,
                absolute,
                optimizer == null ? null : ModelOptions.absolute(optimizer),
                gepaMerge,
                remote);
    }
}
