package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of calls to a server that does well, badly, or not at all. */
class RemoteModelTest {
    private final Remotes remotes = new Remotes();

    @Test
    void aCallIsSpokenInOpenAisProtocol() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("Because it is."));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(new ChatCall(
                    List.of(
                            Message.system("Be brief."),
                            Message.user("Why?"),
                            Message.assistant("So."),
                            Message.user("No, why?")),
                    new Sampling(0.7, 0.9, 30, List.of("END"), 5),
                    2));

            assertThat(reply).isEqualTo(new ChatReply("Because it is.", true, new Usage(6, 3)));
            ChatServer.Asked asked = server.asked.get(0);
            assertThat(asked.path()).isEqualTo("/v1/chat/completions");
            assertThat(asked.header("Authorization")).isEqualTo("Bearer " + Remotes.KEY);
            assertThat(asked.body().path("model").asText()).isEqualTo("tiny");
            assertThat(asked.body().path("temperature").asDouble()).isEqualTo(0.7);
            assertThat(asked.body().path("top_p").asDouble()).isEqualTo(0.9);
            assertThat(asked.body().path("max_tokens").asInt()).isEqualTo(30);
            assertThat(asked.body().path("stop").path(0).asText()).isEqualTo("END");
            assertThat(asked.body().path("seed").isInt()).isTrue();
            assertThat(asked.body().path("messages").findValuesAsText("role"))
                    .containsExactly("system", "user", "assistant", "user");
        }
    }

    @Test
    void theServersBooksAndOursAgree() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("one two " + asked.lastMessage()));
                RemoteModel model = remotes.open(server.openAi())) {
            List<ChatCall> calls = IntStream.range(0, 25)
                    .mapToObj(i -> Remotes.call("word ".repeat(i + 1)))
                    .toList();
            List<Integer> finished = new ArrayList<>();
            List<ChatReply> replies = model.ask(calls, finished::add);

            assertThat(replies).extracting(ChatReply::text).startsWith("one two word ", "one two word word ");
            Spending spending = remotes.account.spending();
            assertThat(spending.calls()).isEqualTo(server.asked.size()).isEqualTo(25);
            assertThat(spending.reported()).isEqualTo(new Usage(server.readTokens.get(), server.generatedTokens.get()));
            assertThat(spending.tokens()).isEqualTo(spending.reported().tokens());
            assertThat(model.cost().tokens()).isEqualTo(spending.tokens());
            assertThat(server.mostAtATime.get()).isLessThanOrEqualTo(4);
            assertThat(finished).isSorted().endsWith(25);
        }
    }

    @Test
    void noMoreCallsAtATimeThanAsked() throws IOException {
        Remotes two = new Remotes(RemoteSettings.standard().withConcurrency(2), RemoteBudget.NONE);
        try (ChatServer server = new ChatServer(asked -> {
                    pauseBriefly();
                    return ChatServer.reply("yes");
                });
                RemoteModel model = two.open(server.openAi())) {
            // whoever asks, and from however many threads
            List<ChatReply> replies = IntStream.range(0, 12)
                    .parallel()
                    .mapToObj(i -> model.ask(Remotes.call("question " + i)))
                    .toList();
            assertThat(replies).extracting(ChatReply::failure).containsOnlyNulls();
            assertThat(server.mostAtATime.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void tooManyRequestsAreAskedAgainWhenTheServerSays() throws IOException {
        String date = "Sun, 01 Mar 2026 12:00:45 GMT";
        ChatServer.Answer[] script = {
            ChatServer.status(429, "{}", "Retry-After", "7"),
            ChatServer.status(429, "{}", "Retry-After", date),
            ChatServer.status(503, "busy", "Retry-After", "0")
        };
        try (ChatServer server = scripted(script, "at last");
                RemoteModel model = remotes.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("Now?")).text()).isEqualTo("at last");
            assertThat(server.asked).hasSize(4);
        }
        assertThat(remotes.pauses.subList(0, 2)).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(45));
        assertThat(remotes.pauses.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(remotes.told.stream().map(RetryPause::length)).isEqualTo(remotes.pauses);
        assertThat(remotes.told.stream().map(RetryPause::retry)).containsExactly(1, 2, 3);
        assertThat(remotes.told).noneMatch(pause -> pause.problem().contains(Remotes.KEY));
        Spending spending = remotes.account.spending();
        assertThat(spending.calls()).isEqualTo(4);
        assertThat(spending.retries()).isEqualTo(3);
        assertThat(spending.failedCalls()).isEqualTo(3);
        assertThat(spending.atMostLost())
                .as("a refused request is not charged for")
                .isEqualTo(Usage.NONE);
    }

    @Test
    void aServerThatAsksForTooLongAWaitHasFailed() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(429, "{}", "Retry-After", "86400"));
                RemoteModel model = remotes.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("Now?")).failure())
                    .contains("HTTP 429")
                    .contains("asks to wait 86400 s");
            assertThat(server.asked).hasSize(1);
            assertThat(remotes.pauses).isEmpty();
        }
    }

    @Test
    void pausesDoubleWithJitterFromTheSeed() throws IOException {
        Remotes again = new Remotes();
        for (Remotes each : List.of(remotes, again)) {
            try (ChatServer server = new ChatServer(asked -> ChatServer.status(500, "oh"));
                    RemoteModel model = each.open(server.openAi())) {
                assertThat(model.ask(Remotes.call("Well?")).failure())
                        .contains("HTTP 500")
                        .contains("after 5 attempts");
                assertThat(server.asked).hasSize(5);
            }
        }
        assertThat(remotes.pauses).hasSize(4).isEqualTo(again.pauses);
        for (int retry = 0; retry < 4; retry++) {
            assertThat(remotes.pauses.get(retry).toMillis()).isBetween(500L << retry, 1000L << retry);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCutConnectionIsAskedAgain(boolean withinBody) throws IOException {
        try (ChatServer server = scripted(new ChatServer.Answer[] {ChatServer.cut(withinBody)}, "here");
                RemoteModel model = remotes.open(server.openAi())) {
            ChatCall call = Remotes.call("There?");
            assertThat(model.ask(call).text()).isEqualTo("here");
            assertThat(server.asked).hasSize(2);
            Spending spending = remotes.account.spending();
            assertThat(spending.calls()).isEqualTo(2);
            assertThat(spending.reported()).isEqualTo(new Usage(1, 1));
            assertThat(spending.atMostLost().generatedTokens())
                    .as("nobody knows what the broken call took, but not more than it asked for")
                    .isEqualTo(20);
        }
    }

    @Test
    void aSlowBodyEndsWithTheCall() throws IOException {
        Remotes hurried =
                new Remotes(RemoteSettings.standard().withCallTimeout(Duration.ofMillis(300)), RemoteBudget.NONE);
        try (ChatServer server = scripted(new ChatServer.Answer[] {ChatServer.slowBody()}, "quick");
                RemoteModel model = hurried.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("Awake?")).text()).isEqualTo("quick");
            assertThat(hurried.account.spending().failedCalls()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\": [}",
                "not JSON, with the question in it",
                "",
                "{\"id\":\"1\",\"object\":\"chat.completion\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}",
                "{\"error\":{\"message\":\"sent as success\"}}"
            })
    void unusableRepliesAreAskedAgainAFewTimes(String body) throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, body));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(Remotes.call("Sense?"));
            assertThat(reply.failure())
                    .contains("one that is empty or can't be read")
                    .doesNotContain("question in it");
            assertThat(server.asked).hasSize(3);
        }
        try (ChatServer server = scripted(new ChatServer.Answer[] {ChatServer.status(200, body)}, "fine");
                RemoteModel model = remotes.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("Sense?")).text()).isEqualTo("fine");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"finish_reason\":null,\"message\":{\"role\":\"assistant\",\"content\":null}}",
                "{\"message\":{\"role\":\"assistant\",\"content\":null}}",
                "{\"finish_reason\":\"error\",\"message\":{\"role\":\"assistant\",\"content\":null}}",
                "{\"finish_reason\":null,\"message\":{\"role\":\"assistant\",\"content\":\"\"}}"
            })
    void aReplyWithNeitherWordsNorAnEndHasFailed(String choice) throws IOException {
        String body = "{\"id\":\"1\",\"choices\":[" + choice
                + "],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(200, body));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(Remotes.call("Anything?"));
            assertThat(reply.failure())
                    .contains("one without words, and without an end")
                    .contains("after 3 attempts");
            assertThat(server.asked).hasSize(3);
            Spending spending = remotes.account.spending();
            assertThat(spending.failedCalls()).isEqualTo(3);
            assertThat(spending.reported()).as("it is paid for").isEqualTo(new Usage(15, 6));
            assertThat(reply.usage()).as("of all attempts").isEqualTo(new Usage(15, 6));
            assertThat(model.cost().tokens()).isEqualTo(21);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "length"})
    void aReplyWithoutWordsThatEndedIsAnAnswer(String finish) throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("", finish));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(Remotes.call("Anything?"));
            assertThat(reply.failure()).isNull();
            assertThat(reply.text()).isEmpty();
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void aReplyInPiecesIsPutTogether() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.streamed("It rains because it can."));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(Remotes.call("Why does it rain?"));
            assertThat(reply).isEqualTo(new ChatReply("It rains because it can.", true, new Usage(4, 5)));
        }
    }

    @Test
    void aStreamThatBreaksOffIsNoReply() throws IOException {
        String half = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It ra\"}}]}\n\n";
        try (ChatServer server = new ChatServer(
                        asked -> ChatServer.status(200, half, "Content-Type", "text/event-stream; charset=utf-8"));
                RemoteModel model = remotes.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("Why?")).failure()).contains("empty or can't be read");
        }
    }

    @Test
    void aReplyWithoutUsageIsEstimatedAndSaysSo() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.replyWithoutUsage("twelve chars"));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(Remotes.call("four"));
            assertThat(reply.usage()).isEqualTo(new Usage(8 + 1, 3));
            Spending spending = remotes.account.spending();
            assertThat(spending.estimated()).isEqualTo(new Usage(9, 3));
            assertThat(spending.reported()).isEqualTo(Usage.NONE);
        }
    }

    @Test
    void whatAFilterWithheldHasFailedAndIsPaidFor() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("as far as", "content_filter"));
                RemoteModel model = remotes.open(server.openAi())) {
            ChatReply reply = model.ask(Remotes.call("What?"));
            assertThat(reply.failure()).contains("withheld by a filter").contains("ask otherwise");
            assertThat(reply.text()).isEmpty();
            assertThat(reply.usage())
                    .as("it counts towards the search's budget")
                    .isEqualTo(new Usage(1, 3));
            assertThat(model.cost().tokens()).isEqualTo(4);
            assertThat(server.asked).as("it would be withheld again").hasSize(1);
            Spending spending = remotes.account.spending();
            assertThat(spending.reported()).isEqualTo(new Usage(1, 3));
            assertThat(spending.failedCalls()).isEqualTo(1);
            assertThat(spending.atMostLost()).isEqualTo(Usage.NONE);
        }
    }

    @Test
    void aReplyThatWasCutOffSaysSo() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("and then", "length"));
                RemoteModel model = remotes.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("What?")).ended()).isFalse();
        }
    }

    @Test
    void aRequestThatIsRefusedFailsAlone() throws IOException {
        String body = "{\"error\":{\"message\":\"too long: Tell me all\",\"type\":\"invalid_request_error\","
                + "\"code\":\"context_length_exceeded\"}}";
        try (ChatServer server = new ChatServer(asked ->
                        asked.lastMessage().contains("all") ? ChatServer.status(400, body) : ChatServer.reply("so"));
                RemoteModel model = remotes.open(server.openAi())) {
            List<ChatReply> replies =
                    model.ask(List.of(Remotes.call("Tell me all"), Remotes.call("Tell me")), done -> {});
            assertThat(replies.get(0).failure())
                    .contains("HTTP 400 (context_length_exceeded, invalid_request_error)")
                    .contains("too long for the model")
                    .doesNotContain("Tell me all");
            assertThat(replies.get(1).text()).isEqualTo("so");
            assertThat(server.asked).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 402, 302})
    void whatWouldMeetEveryCallEndsTheRunAtOnce(int status) throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(status, "{}"));
                RemoteModel model = remotes.open(server.openAi())) {
            List<ChatCall> calls =
                    IntStream.range(0, 100).mapToObj(i -> Remotes.call("q" + i)).toList();
            assertThatThrownBy(() -> model.ask(calls, done -> {}))
                    .isInstanceOfSatisfying(
                            GreaterException.class,
                            e -> assertThat(e.code())
                                    .isEqualTo(
                                            status == 401 || status == 403
                                                    ? ErrorCode.ACCESS_REFUSED
                                                    : ErrorCode.ENDPOINT_FAILED))
                    .hasMessageContaining("found HTTP " + status);
            assertThat(server.asked).as("those under way at the time").hasSizeLessThan(30);
        }
    }

    @Test
    void anAccountWithoutMoneyIsNotAskedAgain() throws IOException {
        String body = "{\"error\":{\"code\":\"insufficient_quota\",\"type\":\"insufficient_quota\"}}";
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(429, body));
                RemoteModel model = remotes.open(server.openAi())) {
            assertThatThrownBy(() -> model.ask(Remotes.call("q"))).hasMessageContaining("see to its billing");
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void anAddressWhereNobodyIsEndsTheRunAtOnce() throws IOException {
        RemoteName gone;
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(500, ""))) {
            gone = server.openAi();
        }
        try (RemoteModel model = remotes.open(gone)) {
            assertThatThrownBy(() -> model.ask(Remotes.call("Anybody?")))
                    .isInstanceOfSatisfying(
                            GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENDPOINT_FAILED))
                    .hasMessageContaining("no connection (ConnectException)")
                    .hasMessageContaining("the server runs");
        }
        assertThat(remotes.account.spending().atMostLost()).isEqualTo(Usage.NONE);
    }

    @Test
    void aServerThatBreaksDownIsGivenUpAfterTenCalls() throws IOException {
        try (ChatServer server = new ChatServer(
                        asked -> asked.number() == 0 ? ChatServer.reply("yes") : ChatServer.status(500, "oh"));
                RemoteModel model = remotes.open(server.openAi())) {
            assertThat(model.ask(Remotes.call("Anybody?")).text()).isEqualTo("yes");
            List<ChatCall> calls =
                    IntStream.range(0, 50).mapToObj(i -> Remotes.call("q" + i)).toList();
            assertThatThrownBy(() -> model.ask(calls, done -> {})).hasMessageContaining("so did the 9 calls before");
            assertThat(server.asked).hasSizeBetween(1 + 10 * 5, 1 + 14 * 5);
        }
    }

    @Test
    void whoeverWatchesMayEndTheWork() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.slowBody());
                RemoteModel model = remotes.open(server.openAi())) {
            List<ChatCall> calls = List.of(Remotes.call("slow"), Remotes.call("slow too"));
            assertThatThrownBy(() -> model.ask(calls, done -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
        }
    }

    private static ChatServer scripted(ChatServer.Answer[] first, String then) throws IOException {
        return new ChatServer(asked -> asked.number() < first.length ? first[asked.number()] : ChatServer.reply(then));
    }

    private static void pauseBriefly() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
