package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked twice, and what is not. */
class CachingTest {
    private static final ChatCall CALL =
            new ChatCall(List.of(Message.user("Why?")), new Sampling(0.7, 0.9, 20, List.of("END"), 5), 0);

    private static final String NOTHING =
            "{\"id\":\"1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null}}]}";

    @TempDir
    Path folder;

    @Test
    void aRepeatedRunMakesNoCall() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("because " + asked.number(), "length"))) {
            ChatReply first;
            Remotes before = remotes();
            try (RemoteModel model = before.open(server.openAi())) {
                first = model.ask(CALL);
                assertThat(model.ask(CALL)).isEqualTo(first);
            }
            Remotes after = remotes();
            try (RemoteModel model = after.open(server.openAi())) {
                assertThat(model.ask(CALL)).isEqualTo(first);
                assertThat(model.cost().tokens())
                        .as("a repeated run tells the same")
                        .isEqualTo(3);
            }
            assertThat(server.asked).hasSize(1);
            assertThat(after.account.spending().calls()).isZero();
            assertThat(after.account.spending().cachedCalls()).isEqualTo(1);
            assertThat(after.account.spending().cached()).isEqualTo(new Usage(1, 2));
            assertThat(after.account.spending().money()).isZero();
        }
    }

    @Test
    void whatCouldChangeTheReplyMakesACall() throws IOException {
        Sampling sampling = CALL.sampling();
        List<ChatCall> calls = List.of(
                CALL,
                CALL.withSample(1),
                new ChatCall(List.of(Message.user("Why not?")), sampling, 0),
                new ChatCall(List.of(Message.system("Why?"), Message.user("Why?")), sampling, 0),
                new ChatCall(CALL.messages(), new Sampling(0.6, 0.9, 20, List.of("END"), 5), 0),
                new ChatCall(CALL.messages(), new Sampling(0.7, 0.8, 20, List.of("END"), 5), 0),
                new ChatCall(CALL.messages(), new Sampling(0.7, 0.9, 21, List.of("END"), 5), 0),
                new ChatCall(CALL.messages(), new Sampling(0.7, 0.9, 20, List.of("E, N"), 5), 0),
                new ChatCall(CALL.messages(), new Sampling(0.7, 0.9, 20, List.of("E", "N"), 5), 0),
                new ChatCall(CALL.messages(), new Sampling(0.7, 0.9, 20, List.of(), 5), 0),
                new ChatCall(CALL.messages(), new Sampling(0.7, 0.9, 20, List.of("END"), 6), 0));
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("r" + asked.number()));
                ChatServer other = new ChatServer(asked -> ChatServer.reply("elsewhere"));
                RemoteModel model = remotes().open(server.openAi())) {
            Set<String> texts = new LinkedHashSet<>();
            for (int round = 0; round < 2; round++) {
                calls.forEach(call -> texts.add(model.ask(call).text()));
            }
            assertThat(texts).hasSize(calls.size());
            assertThat(server.asked).hasSize(calls.size());

            RemoteName otherModel = RemoteName.parse("openai:tiny2@" + server.address() + "/v1");
            for (RemoteName name : List.of(otherModel, other.openAi())) {
                try (RemoteModel elsewhere = remotes().open(name)) {
                    elsewhere.ask(CALL);
                }
            }
            assertThat(server.asked).hasSize(calls.size() + 1);
            assertThat(other.asked).hasSize(1);
        }
    }

    /** Not every protocol has a seed, and draws of another run are no draws of this one. */
    @ParameterizedTest
    @EnumSource(Provider.class)
    void runsWithOtherSeedsShareNoDraws(Provider provider) throws IOException {
        Sampling drawn = Sampling.of(0.7, 20);
        Sampling likeliest = Sampling.of(0, 20);
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, soundReply(provider, asked.number())));
                RemoteModel model =
                        remotes().open(RemoteName.parse(provider.label() + ":tiny@" + server.address() + "/v1"))) {
            ChatCall call = ChatCall.of("Why?", drawn.withSeed(1));
            ChatReply first = model.ask(call);
            assertThat(first.failure()).isNull();
            assertThat(model.ask(call)).isEqualTo(first);
            assertThat(server.asked).hasSize(1);
            assertThat(model.ask(ChatCall.of("Why?", drawn.withSeed(2)))).isNotEqualTo(first);
            assertThat(model.ask(call.withSample(1))).isNotEqualTo(first);
            assertThat(server.asked).hasSize(3);

            ChatReply same = model.ask(ChatCall.of("Why?", likeliest.withSeed(1)));
            assertThat(model.ask(ChatCall.of("Why?", likeliest.withSeed(2))))
                    .as("nothing is drawn")
                    .isEqualTo(same);
            assertThat(server.asked).hasSize(4);
        }
    }

    private static String soundReply(Provider provider, int number) {
        String text = "\"reply " + number + "\"";
        return switch (provider) {
            case OPENAI ->
                "{\"id\":\"1\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":"
                        + "\"assistant\",\"content\":" + text + "}}],\"usage\":{\"prompt_tokens\":1,"
                        + "\"completion_tokens\":2,\"total_tokens\":3}}";
            case ANTHROPIC ->
                "{\"id\":\"1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"tiny\",\"content\":[{\"type\":"
                        + "\"text\",\"text\":" + text + "}],\"stop_reason\":\"end_turn\",\"usage\":{"
                        + "\"input_tokens\":1,\"output_tokens\":2}}";
            case GEMINI ->
                "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":" + text + "}]},"
                        + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1,"
                        + "\"candidatesTokenCount\":2,\"totalTokenCount\":3}}";
            case OLLAMA ->
                "{\"model\":\"tiny\",\"created_at\":\"2026-03-01T12:00:00Z\",\"message\":{\"role\":\"assistant\","
                        + "\"content\":" + text + "},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":1,"
                        + "\"eval_count\":2}";
        };
    }

    @Test
    void aProvidersOwnParametersArePartOfTheKey() {
        RemoteName name = RemoteName.parse("openai:x");
        List<OpenAiChatRequestParameters> parameters = new ArrayList<>();
        parameters.add(OpenAiChatRequestParameters.builder().modelName("x").build());
        parameters.add(OpenAiChatRequestParameters.builder()
                .modelName("x")
                .reasoningEffort("low")
                .build());
        parameters.add(OpenAiChatRequestParameters.builder()
                .modelName("x")
                .frequencyPenalty(0.1)
                .build());
        parameters.add(OpenAiChatRequestParameters.builder()
                .modelName("x")
                .maxCompletionTokens(9)
                .build());
        assertThat(parameters.stream()
                        .map(each -> ReplyKey.of(
                                name,
                                ChatRequest.builder()
                                        .messages(UserMessage.from("Why?"))
                                        .parameters(each)
                                        .build(),
                                Draw.FIRST))
                        .distinct())
                .hasSize(parameters.size());
    }

    @Test
    void failuresAreNotKept() throws IOException {
        List<ChatServer.Answer> script = List.of(
                ChatServer.status(400, "{}"),
                ChatServer.status(200, "{}"),
                ChatServer.status(200, "{}"),
                ChatServer.status(200, "{}"),
                ChatServer.reply("as far as it w", "content_filter"),
                ChatServer.status(200, NOTHING),
                ChatServer.status(200, NOTHING),
                ChatServer.status(200, NOTHING),
                ChatServer.reply("now"),
                ChatServer.reply("never"));
        try (ChatServer server = new ChatServer(asked -> script.get(asked.number()));
                RemoteModel model = remotes().open(server.openAi())) {
            assertThat(model.ask(CALL).failure()).contains("HTTP 400");
            assertThat(model.ask(CALL).failure()).contains("empty or can't be read");
            assertThat(model.ask(CALL).failure()).contains("withheld by a filter");
            assertThat(model.ask(CALL).failure()).contains("one without words");
            assertThat(files()).isEmpty();
            assertThat(model.ask(CALL).text()).isEqualTo("now");
            assertThat(model.ask(CALL).text()).isEqualTo("now");
        }
    }

    /** A model that has nothing to say says it again, and would be asked by every repeated run. */
    @Test
    void aReplyWithoutWordsIsKept() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply(asked.number() == 0 ? "" : " ", "stop"));
                RemoteModel model = remotes().open(server.openAi())) {
            ChatReply first = model.ask(CALL);
            assertThat(first.text()).isEmpty();
            assertThat(first.failure()).isNull();
            assertThat(model.ask(CALL)).isEqualTo(first);
            assertThat(model.ask(CALL.withSample(1)).text()).isBlank();
            assertThat(model.ask(CALL.withSample(1)).text()).isBlank();
            assertThat(server.asked).hasSize(2);
        }
    }

    @Test
    void whatEarlierVersionsKeptOfAFilteredReplyIsAskedAgain() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("whole " + asked.number()));
                RemoteModel model = remotes().open(server.openAi())) {
            model.ask(CALL);
            Path file = files().get(0);
            String key = file.getFileName().toString().replace(".json", "");
            new ReplyCache(folder).write(key, new ReplyCache.Entry("whol", "CONTENT_FILTER", 1, 1));
            assertThat(model.ask(CALL).text()).isEqualTo("whole 1");
        }
    }

    @Test
    void aDamagedReplyIsAskedAgainAndMended() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("number " + asked.number()));
                RemoteModel model = remotes().open(server.openAi())) {
            model.ask(CALL);
            Path file = files().get(0);
            String sound = Files.readString(file);
            List<String> damaged = List.of(
                    "", "{", "{}", "[1]", sound.substring(0, sound.length() / 2), sound.replace("number", "numbed"));
            for (int i = 0; i < damaged.size(); i++) {
                Files.writeString(file, damaged.get(i));
                assertThat(model.ask(CALL).text()).isEqualTo("number " + (i + 1));
                assertThat(model.ask(CALL).text()).isEqualTo("number " + (i + 1));
            }
            Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
            assertThat(model.ask(CALL).text()).isEqualTo("number " + (damaged.size() + 1));
            assertThat(files()).as("nothing is left lying about").containsExactly(file);
        }
    }

    @Test
    void aFileTellsNoQuestionAndNoKey() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("an answer"));
                RemoteModel model = remotes().open(server.openAi())) {
            model.ask(Remotes.call("a private question"));
        }
        assertThat(Files.readString(files().get(0)))
                .contains("an answer")
                .doesNotContain("private")
                .doesNotContain(Remotes.KEY);
    }

    private Remotes remotes() {
        return new Remotes(RemoteSettings.standard().withCache(folder), RemoteBudget.NONE);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
