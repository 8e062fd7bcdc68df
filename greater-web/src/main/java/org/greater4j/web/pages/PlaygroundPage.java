package org.greater4j.web.pages;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.NamedTask;
import org.greater4j.app.playground.PlaygroundAnswer;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.web.report.Wording;
import org.jspecify.annotations.Nullable;

/**
 * A prompt, an example, and what comes of them.
 *
 * @param model name of the model
 * @param task name of the task
 * @param run the run whose settings are used; empty for the usual ones
 * @param prompt what is put to the model
 * @param maxNewTokens most tokens of the chain
 * @param examples of the task, to choose from
 * @param chosen id of the example that is asked
 * @param models to choose from
 * @param tasks to choose from
 * @param question what was asked; null before anything was
 * @param answer what came of it; null before anything was asked
 * @param problems with what was asked, one a line
 */
public record PlaygroundPage(
        String model,
        String task,
        String run,
        String prompt,
        String maxNewTokens,
        List<ExampleChoice> examples,
        String chosen,
        List<NewRunPage.Choice> models,
        List<NamedTask> tasks,
        @Nullable Example question,
        @Nullable Answer answer,
        List<String> problems) {
    /** Examples that the list offers. */
    private static final int EXAMPLES = 100;

    private static final int LONGEST_LABEL = 90;
    private static final int HEATS = 6;

    /** An example to choose. */
    public record ExampleChoice(String id, String label, boolean chosen) {}

    /**
     * What came of a question, in words.
     *
     * @param working whether there will be more
     * @param label what goes on
     * @param failure why there is no more; null unless it failed
     */
    public record Answer(
            boolean working,
            String label,
            @Nullable String failure,
            @Nullable Reply reply,
            @Nullable Figures figures,
            List<Token> tokens,
            String best) {}

    /** What the model wrote. */
    public record Reply(String style, String outcome, String chain, String answer, String length) {}

    /** How far it was from the right answer. */
    public record Figures(String answerLoss, String fluencyLoss, String teacherForced) {}

    /**
     * A token of the prompt.
     *
     * @param number from 1
     * @param heat 0 for the least promising to change, {@value #HEATS} - 1 for the most; -1 before it was looked at
     */
    public record Token(
            int number, String text, int heat, String promise, String gradient, List<Alternative> alternatives) {}

    /**
     * Another token at a place.
     *
     * @param bar where its bar begins, in 0 .. 120 with nought in the middle
     */
    public record Alternative(String text, String gradient, String bar, String barWidth, boolean promising) {}

    /** The examples of a task, with one chosen. */
    public static List<ExampleChoice> choices(Task task, String chosen) {
        return task.examples().stream()
                .limit(EXAMPLES)
                .map(example -> new ExampleChoice(
                        example.id(),
                        Wording.clip(example.id() + "  " + example.question().replaceAll("\\s+", " "), LONGEST_LABEL),
                        example.id().equals(chosen)))
                .toList();
    }

    /** Says what came of a question. */
    public static Answer words(PlaygroundAnswer answer) {
        ExampleOutcome outcome = answer.outcome();
        PlaygroundAnswer.Losses losses = answer.losses();
        double widest = 0;
        double hottest = 0;
        for (PlaygroundAnswer.PromptToken token : answer.tokens()) {
            hottest = Math.max(hottest, token.promise());
            widest = Math.max(widest, Math.abs(token.gradient()));
            for (PlaygroundAnswer.Alternative alternative : token.alternatives()) {
                widest = Math.max(widest, Math.abs(alternative.gradient()));
            }
        }
        List<Token> tokens = new ArrayList<>();
        for (PlaygroundAnswer.PromptToken token : answer.tokens()) {
            tokens.add(token(tokens.size() + 1, token, hottest, widest));
        }
        return new Answer(
                answer.stage() == PlaygroundAnswer.Stage.WAITING || answer.stage() == PlaygroundAnswer.Stage.WORKING,
                answer.label(),
                answer.failure(),
                outcome == null
                        ? null
                        : new Reply(
                                switch (outcome.outcome()) {
                                    case RIGHT -> "good";
                                    case WRONG, UNANSWERED -> "bad";
                                },
                                switch (outcome.outcome()) {
                                    case RIGHT -> "right";
                                    case WRONG -> "wrong";
                                    case UNANSWERED -> "no readable answer";
                                },
                                outcome.chain(),
                                outcome.answer(),
                                Wording.count(outcome.chainTokens(), "token", "tokens")
                                        + (outcome.ended() ? "" : ", cut off")),
                losses == null
                        ? null
                        : new Figures(
                                Wording.number(losses.answer(), 3),
                                Wording.number(losses.fluency(), 2),
                                losses.mistake()
                                        ? "no: another token was likelier somewhere"
                                        : "yes: every token of it was the likeliest"),
                tokens,
                best(answer.tokens()));
    }

    private static Token token(int number, PlaygroundAnswer.PromptToken token, double hottest, double widest) {
        int heat = !token.looked()
                ? -1
                : hottest <= 0 ? 0 : Math.min(HEATS - 1, (int) (token.promise() / hottest * HEATS));
        return new Token(
                number,
                token.text(),
                heat,
                token.looked() ? Wording.number(token.promise(), 2) : "",
                token.looked() ? Wording.number(token.gradient(), 2) : "",
                token.alternatives().stream()
                        .map(alternative -> alternative(alternative, widest))
                        .toList());
    }

    private static Alternative alternative(PlaygroundAnswer.Alternative alternative, double widest) {
        double length = widest > 0 ? Math.abs(alternative.gradient()) / widest * 60 : 0;
        boolean promising = alternative.gradient() < 0;
        return new Alternative(
                alternative.text(),
                Wording.number(alternative.gradient(), 2),
                Wording.format("%.1f", promising ? 60 - length : 60),
                Wording.format("%.1f", length),
                promising);
    }

    // the prompt with the one change that promises most
    private static String best(List<PlaygroundAnswer.PromptToken> tokens) {
        int most = -1;
        for (int at = 0; at < tokens.size(); at++) {
            if (!tokens.get(at).looked()) {
                return "";
            }
            if (tokens.get(at).promise() > 0
                    && (most < 0 || tokens.get(at).promise() > tokens.get(most).promise())) {
                most = at;
            }
        }
        if (most < 0) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < tokens.size(); at++) {
            text.append(
                    at == most
                            ? tokens.get(at).alternatives().get(0).text()
                            : tokens.get(at).text());
        }
        return text.toString();
    }

    /** The address of the page with another prompt. */
    public String withPrompt(String other) {
        return address(model, task, run, other, maxNewTokens, chosen).toString();
    }

    /** The address of such a page. */
    public static Address address(
            String model, String task, String run, String prompt, String maxNewTokens, String example) {
        return Address.of("/playground")
                .with("run", run)
                .with("model", model)
                .with("task", task)
                .with("example", example)
                .with("max-new-tokens", maxNewTokens)
                .with("prompt", prompt);
    }
}
