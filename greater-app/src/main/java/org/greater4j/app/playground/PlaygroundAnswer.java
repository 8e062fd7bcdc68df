package org.greater4j.app.playground;

import java.util.List;
import org.greater4j.evaluate.ExampleOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question, so far.
 *
 * @param stage how far the work is
 * @param label what goes on, for people
 * @param outcome what the model wrote and what it counts as; null before it has
 * @param losses how far it is from the right answer; null before that is known
 * @param tokens the prompt's, in order, those that were looked at first; empty before the losses are known
 * @param failure why there is no more; null unless the work failed
 */
public record PlaygroundAnswer(
        Stage stage,
        String label,
        @Nullable ExampleOutcome outcome,
        @Nullable Losses losses,
        List<PromptToken> tokens,
        @Nullable String failure) {
    public PlaygroundAnswer {
        tokens = List.copyOf(tokens);
    }

    /** How far the work is. */
    public enum Stage {
        WAITING,
        WORKING,
        DONE,
        FAILED
    }

    /**
     * Distances from the right answer, in nats.
     *
     * @param answer cross-entropy of the right answer behind the model's own chain; lower is better
     * @param fluency mean negative log-likelihood of the prompt's tokens
     * @param mistake whether a token of the right answer would not have been the likeliest
     */
    public record Losses(double answer, double fluency, boolean mistake) {}

    /**
     * A token of the prompt.
     *
     * @param text what it decodes to
     * @param looked whether the gradient at its place is known
     * @param promise how much the loss falls by the best alternative, if the gradient were all: its gradient less that of the token itself, sign
     *     turned; never negative
     * @param gradient of the token itself
     * @param alternatives what else could stand there, the most promising first
     */
    public record PromptToken(
            String text, boolean looked, double promise, double gradient, List<Alternative> alternatives) {
        public PromptToken {
            alternatives = List.copyOf(alternatives);
        }

        static PromptToken unknown(String text) {
            return new PromptToken(text, false, 0, 0, List.of());
        }
    }

    /**
     * Another token.
     *
     * @param gradient the more negative, the more it promises
     */
    public record Alternative(String text, double gradient) {}

    static PlaygroundAnswer waiting(int before) {
        return new PlaygroundAnswer(
                Stage.WAITING,
                before == 0
                        ? "waiting"
                        : "waiting for " + before + (before == 1 ? " other question" : " other questions"),
                null,
                null,
                List.of(),
                null);
    }

    PlaygroundAnswer at(String activity) {
        return new PlaygroundAnswer(Stage.WORKING, activity, outcome, losses, tokens, null);
    }

    PlaygroundAnswer with(ExampleOutcome found) {
        return new PlaygroundAnswer(stage, label, found, losses, tokens, null);
    }

    PlaygroundAnswer with(Losses found) {
        return new PlaygroundAnswer(stage, label, outcome, found, tokens, null);
    }

    PlaygroundAnswer with(List<PromptToken> found) {
        return new PlaygroundAnswer(stage, label, outcome, losses, found, null);
    }

    PlaygroundAnswer done() {
        return new PlaygroundAnswer(Stage.DONE, "", outcome, losses, tokens, null);
    }

    PlaygroundAnswer failed(String why) {
        return new PlaygroundAnswer(Stage.FAILED, "", outcome, losses, tokens, why);
    }
}
