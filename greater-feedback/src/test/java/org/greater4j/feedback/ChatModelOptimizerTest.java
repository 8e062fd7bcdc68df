package org.greater4j.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;

class ChatModelOptimizerTest {
    private final List<ChatRequest> asked = new ArrayList<>();

    /** Says how many messages it was sent; refuses the word "refuse"; is cut off at three tokens. */
    private final ChatModel counting = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            asked.add(request);
            String all = request.messages().toString();
            if (all.contains("refuse")) {
                throw new IllegalStateException("not today");
            }
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(request.messages().size() + " messages"))
                    .finishReason(request.maxOutputTokens() == 3 ? FinishReason.LENGTH : FinishReason.STOP)
                    .tokenUsage(all.contains("untold") ? null : new TokenUsage(7, 2))
                    .build();
        }
    };

    @Test
    void everyCallIsAskedWithItsParametersAndAnsweredInOrder() {
        ChatCall first = new ChatCall(
                List.of(
                        Message.system("Be brief."),
                        Message.user("How?"),
                        Message.assistant("So."),
                        Message.user("Why?")),
                new Sampling(0.7, 0.9, 3, List.of("END"), 5),
                0);
        List<Integer> finished = new ArrayList<>();

        List<ChatReply> replies;
        try (OptimizerModel model = new ChatModelOptimizer("scripted", counting)) {
            replies = model.ask(
                    List.of(first, ChatCall.of("refuse", Sampling.of(0, 5)), ChatCall.of("untold", Sampling.of(0, 5))),
                    finished::add);
        }

        assertThat(replies)
                .containsExactly(
                        new ChatReply("4 messages", false, new Usage(7, 2)),
                        ChatReply.failed("not today"),
                        new ChatReply("1 messages", true, Usage.NONE));
        assertThat(finished).containsExactly(1, 2, 3);
        ChatRequest request = asked.get(0);
        assertThat(request.temperature()).isEqualTo(0.7);
        assertThat(request.topP()).isEqualTo(0.9);
        assertThat(request.maxOutputTokens()).isEqualTo(3);
        assertThat(request.stopSequences()).containsExactly("END");
        assertThat(request.messages())
                .extracting(message -> message.type().name())
                .containsExactly("SYSTEM", "USER", "AI", "USER");
    }
}
