package org.greater4j.feedback.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.greater4j.engine.Draws;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;

class LocalOptimizerTest {
    private final LetterWriter writer = new LetterWriter();

    @Test
    void callsOfOneKindAreOneBatchAndRepliesStandInOrder() {
        List<Integer> finished = new ArrayList<>();
        List<ChatReply> replies;
        try (LocalOptimizer model = new LocalOptimizer(writer)) {
            replies = model.ask(
                    List.of(
                            ChatCall.of("a", Sampling.of(1, 3)),
                            ChatCall.of("b", Sampling.of(1, 5)),
                            ChatCall.of("x".repeat(39), Sampling.of(1, 3)),
                            ChatCall.of("c", Sampling.of(1, 3))),
                    finished::add);
        }

        assertThat(writer.batches).extracting(List::size).containsExactly(2, 1);
        assertThat(replies).extracting(reply -> reply.usage().generatedTokens()).containsExactly(3L, 5L, 0L, 3L);
        assertThat(replies.get(0).usage().readTokens()).isEqualTo(2);
        assertThat(new LocalOptimizer(writer).mostTokens(ChatCall.of("a", Sampling.of(1, 3))))
                .as("what it read and may generate")
                .isEqualTo(5);
        assertThat(replies.get(0).ended()).isFalse();
        assertThat(replies.get(2).failure())
                .contains("expected at most 40 tokens")
                .contains("found 43");
        assertThat(finished).isSorted().endsWith(4);
    }

    @Test
    void aReplyDependsOnMessagesSeedAndSampleAlone() {
        LocalOptimizer model = new LocalOptimizer(writer);
        ChatCall call = ChatCall.of("a b", Sampling.of(1, 8).withSeed(5));
        String alone = text(model, call);

        assertThat(text(model, call)).isEqualTo(alone);
        assertThat(model.ask(List.of(ChatCall.of("c", Sampling.of(1, 8)), call), done -> {})
                        .get(1)
                        .text())
                .isEqualTo(alone);
        assertThat(text(model, call.withSample(1))).isNotEqualTo(alone);
        assertThat(text(model, ChatCall.of("a b", Sampling.of(1, 8).withSeed(6))))
                .isNotEqualTo(alone);
        assertThat(text(model, ChatCall.of("a c", Sampling.of(1, 8).withSeed(5))))
                .isNotEqualTo(alone);
    }

    @Test
    void aReplyIsCutWhereAStopBegins() {
        LocalOptimizer model = new LocalOptimizer(writer);
        String whole = text(model, ChatCall.of("a", Sampling.of(1, 8)));
        String stop = whole.substring(6, 8);
        Sampling stopping = new Sampling(1, 1, 8, List.of("never", stop), 0);

        assertThat(text(model, ChatCall.of("a", stopping))).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(writer.plans.get(1).stopWords()).containsExactly("never", stop);
    }

    @Test
    void whereATemplateTakesNoSystemMessageTheUserSaysIt() {
        LocalOptimizer model = new LocalOptimizer(writer);
        ChatCall split = new ChatCall(
                List.of(Message.system("a"), Message.user("b"), Message.assistant("c"), Message.user("d")),
                Sampling.of(1, 4),
                0);
        ChatCall merged = new ChatCall(
                List.of(Message.user("a\n\nb"), Message.assistant("c"), Message.user("d")), Sampling.of(1, 4), 0);
        assertThat(text(model, split)).isEqualTo(text(model, merged));
        assertThatThrownBy(() -> model.ask(
                        List.of(new ChatCall(
                                List.of(Message.system("a"), Message.assistant("b"), Message.user("c")),
                                Sampling.of(1, 4),
                                0)),
                        done -> {}))
                .isInstanceOf(GreaterException.class)
                .hasMessage("no system message");
    }

    @Test
    void itIsAChatModelOfLangChain4jToo() {
        ChatModel model = new LocalChatModel(writer, 7);
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from("a"), UserMessage.from("b"))
                .temperature(0.7)
                .topP(0.8)
                .maxOutputTokens(6)
                .build();
        ChatResponse first = model.chat(request);
        ChatResponse second = model.chat(request);

        assertThat(first.aiMessage().text())
                .hasSize(12)
                .isNotEqualTo(second.aiMessage().text());
        assertThat(new LocalChatModel(writer, 7).chat(request).aiMessage()).isEqualTo(first.aiMessage());
        assertThat(first.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(first.tokenUsage().inputTokenCount()).isEqualTo(3);
        assertThat(first.tokenUsage().outputTokenCount()).isEqualTo(6);
        Draws draws = Objects.requireNonNull(writer.plans.get(0).draws());
        assertThat(draws.temperature()).isEqualTo(0.7);
        assertThat(draws.topP()).isEqualTo(0.8);
        assertThatThrownBy(() -> model.chat("x".repeat(60))).hasMessageContaining("expected at most 40 tokens");
    }

    private static String text(LocalOptimizer model, ChatCall call) {
        return model.ask(List.of(call), done -> {}).get(0).text();
    }
}
