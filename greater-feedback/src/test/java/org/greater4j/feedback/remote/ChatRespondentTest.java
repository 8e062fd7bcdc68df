package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.evaluate.Evaluation;
import org.greater4j.evaluate.Evaluator;
import org.greater4j.evaluate.ExampleError;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.Usage;
import org.greater4j.objective.ChatLayout;
import org.greater4j.objective.Placement;
import org.greater4j.task.Example;
import org.greater4j.task.LabelFormat;
import org.greater4j.task.Outcome;
import org.greater4j.task.Task;
import org.junit.jupiter.api.Test;

/** A task that a remote model answers. */
class ChatRespondentTest {
    private static final Task TASK = Task.of(
            "even",
            new LabelFormat(List.of("Yes", "No")),
            List.of(
                    new Example("even#2", "Is 2 even?", "Yes"),
                    new Example("even#3", "Is 3 even?", "No"),
                    new Example("even#4", "Is 4 even?", "Yes")),
            "this test");

    private final Remotes remotes = new Remotes();

    @Test
    void theModelReasonsAndIsThenLedToItsAnswer() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply(
                        isLead(asked) ? "The final answer (Yes or No) is \"Yes\"." : "Let me think."));
                RemoteModel model = remotes.open(server.openAi())) {
            Evaluation evaluation = evaluator(model, Placement.AFTER_QUESTION).evaluate(" Think.", TASK.examples());

            assertThat(evaluation.outcomes())
                    .startsWith(
                            new ExampleOutcome("even#2", Outcome.RIGHT, "Let me think.", "Yes\".", 3, true),
                            new ExampleOutcome("even#3", Outcome.WRONG, "Let me think.", "Yes\".", 3, true));
            assertThat(server.asked).hasSize(6);
            ChatServer.Asked first = server.asked.stream()
                    .filter(asked -> asked.lastMessage().equals("Is 2 even? Think."))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.body().path("temperature").asDouble(-1)).isZero();
            assertThat(first.body().path("max_tokens").asInt()).isEqualTo(50);
            ChatServer.Asked second = server.asked.stream()
                    .filter(asked -> isLead(asked)
                            && asked.body().at("/messages/0/content").asText().equals("Is 2 even? Think."))
                    .findFirst()
                    .orElseThrow();
            assertThat(second.body().path("messages").findValuesAsText("role"))
                    .containsExactly("user", "assistant", "user");
            assertThat(second.body().at("/messages/1/content").asText()).isEqualTo("Let me think.");
            assertThat(second.lastMessage()).endsWith("The final answer (Yes or No) is \"");
            assertThat(remotes.account.spending().reported())
                    .isEqualTo(new Usage(server.readTokens.get(), server.generatedTokens.get()));
        }
    }

    @Test
    void aCallThatFailedIsAnErrorAndNoWrongAnswer() throws IOException {
        try (ChatServer server = new ChatServer(asked -> {
                    String question = asked.body().at("/messages/0/content").asText();
                    if (question.contains("3")) {
                        return ChatServer.status(500, "oh");
                    }
                    if (question.contains("4") && isLead(asked)) {
                        return ChatServer.status(200, "{\"choices\":[]}");
                    }
                    return ChatServer.reply(isLead(asked) ? "Yes" : "hm");
                });
                RemoteModel model = remotes.open(server.openAi())) {
            Evaluation evaluation = evaluator(model, Placement.AFTER_QUESTION).evaluate("", TASK.examples());

            assertThat(evaluation.rows()).isEqualTo(1);
            assertThat(evaluation.accuracy()).isEqualTo(1);
            assertThat(evaluation.errors()).extracting(ExampleError::exampleId).containsExactly("even#3", "even#4");
            assertThat(evaluation.errors().get(0).reason()).contains("HTTP 500");
            assertThat(evaluation.errors().get(1).reason()).contains("empty or can't be read");
        }
    }

    @Test
    void anEmptyChainIsNoTurnOfTheAssistant() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply(isLead(asked) ? "No" : ""));
                RemoteModel model = remotes.open(server.openAi())) {
            Evaluation evaluation = evaluator(model, Placement.SYSTEM)
                    .evaluate("Think.", TASK.examples().subList(1, 2));
            assertThat(evaluation.accuracy()).isEqualTo(1);
            ChatServer.Asked second = server.asked.get(1);
            assertThat(second.body().path("messages").findValuesAsText("role")).containsExactly("system", "user");
            assertThat(second.lastMessage()).startsWith("Is 3 even?\n\nNow state your final answer.");
        }
    }

    @Test
    void theEstimateIsAboveWhatIsTaken() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply(isLead(asked) ? "No" : "I think so."));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatRespondent respondent = respondent(model, Placement.AFTER_QUESTION);
            List<PromptedExample> asked = Stream.of("", " Think.")
                    .flatMap(prompt -> TASK.examples().stream().map(example -> new PromptedExample(prompt, example)))
                    .toList();
            CallEstimate estimate = respondent.estimate(asked, Prices.standard());
            respondent.ask(asked, done -> {});
            Spending spending = remotes.account.spending();
            assertThat(estimate.calls()).isEqualTo(12).isEqualTo(spending.calls());
            assertThat(estimate.usage().readTokens())
                    .isGreaterThanOrEqualTo(spending.reported().readTokens());
            assertThat(estimate.usage().generatedTokens()).isEqualTo(6 * (50 + 64));
            assertThat(estimate.local()).isTrue();
            assertThat(asked.stream().mapToLong(respondent::mostTokens).sum())
                    .as("no request has more tokens than bytes, and replies keep to their limits")
                    .isGreaterThanOrEqualTo(estimate.usage().tokens());
        }
    }

    private static boolean isLead(ChatServer.Asked asked) {
        return asked.lastMessage().contains("Now state your final answer.");
    }

    private static Evaluator evaluator(RemoteModel model, Placement placement) {
        return new Evaluator(respondent(model, placement), TASK);
    }

    private static ChatRespondent respondent(RemoteModel model, Placement placement) {
        return new ChatRespondent(model, new ChatLayout(placement, "", ""), TASK, 50);
    }
}
