package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;

/** The other protocols, in the shapes that their services document. */
class ProvidersTest {
    private static final ChatCall CALL = new ChatCall(
            List.of(Message.system("Be brief."), Message.user("Why?")), new Sampling(0.5, 1, 30, List.of("END"), 3), 0);

    private final Remotes remotes = new Remotes();

    @Test
    void anthropic() throws IOException {
        String reply = """
                {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-x",
                 "content": [{"type": "text", "text": "Because."}],
                 "stop_reason": "max_tokens", "usage": {"input_tokens": 11, "output_tokens": 4}}
                """;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, reply));
                RemoteModel model = open("anthropic:claude-x@" + server.address() + "/v1")) {
            assertThat(model.ask(CALL)).isEqualTo(new ChatReply("Because.", false, new Usage(11, 4)));
            ChatServer.Asked asked = server.asked.get(0);
            assertThat(asked.path()).isEqualTo("/v1/messages");
            assertThat(asked.header("x-api-key")).isEqualTo(Remotes.KEY);
            assertThat(asked.header("anthropic-version")).isNotEmpty();
            assertThat(asked.body().path("model").asText()).isEqualTo("claude-x");
            assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(30);
            assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.5);
            assertThat(asked.body().has("top_p"))
                    .as("refused beside a temperature")
                    .isFalse();
            assertThat(asked.body().path("stop_sequences").path(0).asText()).isEqualTo("END");
            assertThat(asked.body().path("system").toString()).contains("Be brief.");
            assertThat(asked.body().path("messages").findValuesAsText("role")).containsExactly("user");
        }
    }

    @Test
    void anthropicsErrors() throws IOException {
        String overloaded = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(529, overloaded));
                RemoteModel model = open("anthropic:claude-x@" + server.address() + "/v1")) {
            assertThat(model.ask(CALL).failure()).contains("HTTP 529 (overloaded_error)");
            assertThat(server.asked).hasSize(5);
        }
    }

    @Test
    void gemini() throws IOException {
        String reply = """
                {"candidates": [{"content": {"role": "model", "parts": [{"text": "Because."}]}, "finishReason": "STOP"}],
                 "usageMetadata": {"promptTokenCount": 11, "candidatesTokenCount": 4, "thoughtsTokenCount": 20, "totalTokenCount": 35},
                 "modelVersion": "gemini-x", "responseId": "1"}
                """;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, reply));
                RemoteModel model = open("gemini:gemini-x@" + server.address() + "/v1beta")) {
            assertThat(model.ask(CALL)).isEqualTo(new ChatReply("Because.", true, new Usage(11, 24)));
            ChatServer.Asked asked = server.asked.get(0);
            assertThat(asked.path()).isEqualTo("/v1beta/models/gemini-x:generateContent");
            assertThat(asked.header("x-goog-api-key")).isEqualTo(Remotes.KEY);
            assertThat(asked.body().at("/generationConfig/maxOutputTokens").asInt())
                    .isEqualTo(30);
            assertThat(asked.body().at("/generationConfig/temperature").asDouble())
                    .isEqualTo(0.5);
            assertThat(asked.body().at("/generationConfig/stopSequences/0").asText())
                    .isEqualTo("END");
            assertThat(asked.body().path("systemInstruction").toString()).contains("Be brief.");
            assertThat(asked.body().at("/contents/0/parts/0/text").asText()).isEqualTo("Why?");
        }
    }

    @Test
    void whatServicesWithholdHasFailed() throws IOException {
        String refusal = """
                {"id": "1", "type": "message", "role": "assistant", "model": "claude-x",
                 "content": [{"type": "text", "text": "I"}],
                 "stop_reason": "refusal", "usage": {"input_tokens": 11, "output_tokens": 4}}
                """;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, refusal));
                RemoteModel model = open("anthropic:claude-x@" + server.address() + "/v1")) {
            assertThat(model.ask(CALL).failure()).contains("withheld by a filter");
        }
        String unsafe = """
                {"candidates": [{"content": {"role": "model", "parts": [{"text": "Be"}]}, "finishReason": "SAFETY"}],
                 "usageMetadata": {"promptTokenCount": 11, "candidatesTokenCount": 4, "totalTokenCount": 15},
                 "modelVersion": "gemini-x", "responseId": "1"}
                """;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, unsafe));
                RemoteModel model = open("gemini:gemini-x@" + server.address() + "/v1beta")) {
            assertThat(model.ask(CALL).failure()).contains("withheld by a filter");
        }
    }

    @Test
    void geminisBlockedPromptsAndWrongKeys() throws IOException {
        String blocked =
                "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":11}}";
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, blocked));
                RemoteModel model = open("gemini:gemini-x@" + server.address() + "/v1beta")) {
            assertThat(model.ask(CALL).failure()).contains("empty or can't be read");
        }
        String wrongKey = """
                {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT",
                 "details": [{"reason": "API_KEY_INVALID"}]}}
                """;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(400, wrongKey));
                RemoteModel model = open("gemini:gemini-x@" + server.address() + "/v1beta")) {
            assertThatThrownBy(() -> model.ask(CALL))
                    .hasMessageContaining("HTTP 400 (INVALID_ARGUMENT); the key in GOOGLE_API_KEY was not taken");
        }
    }

    @Test
    void ollama() throws IOException {
        String reply = """
                {"model": "llama", "created_at": "2026-03-01T12:00:00Z",
                 "message": {"role": "assistant", "content": "Because."},
                 "done": true, "done_reason": "stop", "prompt_eval_count": 11, "eval_count": 4}
                """;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, reply));
                RemoteModel model = open("ollama:llama@" + server.address())) {
            assertThat(model.ask(CALL)).isEqualTo(new ChatReply("Because.", true, new Usage(11, 4)));
            ChatServer.Asked asked = server.asked.get(0);
            assertThat(asked.path()).isEqualTo("/api/chat");
            assertThat(asked.header("Authorization")).isEmpty();
            assertThat(asked.body().path("stream").asBoolean(true)).isFalse();
            assertThat(asked.body().at("/options/num_predict").asInt()).isEqualTo(30);
            assertThat(asked.body().at("/options/temperature").asDouble()).isEqualTo(0.5);
            assertThat(asked.body().at("/options/seed").isInt()).isTrue();
            assertThat(asked.body().path("messages").findValuesAsText("role")).containsExactly("system", "user");
        }
    }

    @Test
    void ollamasMissingModel() throws IOException {
        try (ChatServer server =
                        new ChatServer(asked -> ChatServer.status(404, "{\"error\":\"model 'llama' not found\"}"));
                RemoteModel model = open("ollama:llama@" + server.address())) {
            assertThatThrownBy(() -> model.ask(CALL)).hasMessageContaining("check the model's name and the address");
        }
    }

    @Test
    void aModelThatTakesNoTemperatureIsAskedWithoutOne() throws IOException {
        String refusal = "{\"error\":{\"code\":\"unsupported_value\",\"param\":\"temperature\"}}";
        try (ChatServer server = new ChatServer(
                asked -> asked.body().has("temperature") ? ChatServer.status(400, refusal) : ChatServer.reply("so"))) {
            try (RemoteModel model = remotes.open(server.openAi())) {
                assertThat(model.ask(CALL).failure())
                        .contains("(unsupported_value, temperature)")
                        .contains("--no-temperature");
            }
            Remotes without = new Remotes(RemoteSettings.standard().withoutTemperature(), RemoteBudget.NONE);
            try (RemoteModel model = without.open(server.openAi())) {
                assertThat(model.ask(CALL).text()).isEqualTo("so");
            }
        }
    }

    @Test
    void openAisOwnServiceGetsTheLimitByItsNewName() {
        RemoteName own = RemoteName.parse("openai:gpt-x");
        assertThat(ProviderModels.parameters(own, CALL.sampling(), 0, true).toString())
                .contains("maxOutputTokens=null")
                .contains("maxCompletionTokens=30");
    }

    @Test
    void equalCallsGetSeedsOfTheirOwnUnlessNothingIsDrawn() {
        RemoteName name = RemoteName.parse("openai:x@http://localhost/v1");
        String first = ProviderModels.parameters(name, CALL.sampling(), 0, true).toString();
        assertThat(ProviderModels.parameters(name, CALL.sampling(), 1, true).toString())
                .isNotEqualTo(first);
        assertThat(ProviderModels.parameters(name, CALL.sampling().withSeed(4), 0, true)
                        .toString())
                .isNotEqualTo(first);
        assertThat(ProviderModels.parameters(name, Sampling.of(0, 9), 3, true).toString())
                .contains("seed=null");
    }

    private RemoteModel open(String name) {
        return remotes.open(RemoteName.parse(name));
    }
}
