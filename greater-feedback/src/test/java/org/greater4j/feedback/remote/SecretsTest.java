package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Keys and prompts go where they must and nowhere else; every logger is open here (simplelogger.properties). */
@ResourceLock(Resources.SYSTEM_ERR)
class SecretsTest {
    private static final String QUESTION = "a-private-question";

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(before);
    }

    @Test
    void aWrongKeyIsRefusedWithoutBeingShown() throws IOException {
        // as services do, this one quotes the key and the question
        String body = "{\"error\":{\"message\":\"Incorrect API key provided: " + Remotes.KEY + " for " + QUESTION
                + "\",\"type\":\"invalid_request_error\",\"param\":\"" + Remotes.KEY
                + "\",\"code\":\"invalid_api_key\"}}";
        try (ChatServer server = new ChatServer(asked -> ChatServer.status(401, body));
                RemoteModel model = new Remotes().open(server.openAi())) {
            assertThatThrownBy(() -> model.ask(Remotes.call(QUESTION)))
                    .isInstanceOf(GreaterException.class)
                    .hasMessageContaining("HTTP 401 (invalid_api_key, invalid_request_error)")
                    .hasMessageContaining("the key in OPENAI_API_KEY was not taken; check it")
                    .satisfies(e -> assertSafe(trace(e)));
            assertThatThrownBy(() -> model.chatModel().chat(QUESTION)).satisfies(e -> assertSafe(trace(e)));
        }
        assertSafe(logged());
    }

    /** A key of letters alone looks like a code, also with something around it. */
    @Test
    void aKeyWithinACodeIsNotShown() throws IOException {
        String key = "Opensesame";
        Endpoint endpoint =
                Endpoint.of(RemoteName.parse("openai:x@http://localhost:1/v1"), Map.of("OPENAI_API_KEY", key));
        String body = "{\"error\":{\"code\":\"invalid_key_" + key + "\",\"type\":\"Open\",\"param\":\"some_code\"}}";
        String message = new HttpFailures(endpoint)
                .of(401, Optional.empty(), body, Remotes.NOW)
                .text();
        assertThat(message).contains("HTTP 401 (some_code)").doesNotContain(key);
    }

    @Test
    void logsOfAllThatGoesWrongHoldNeitherKeyNorTexts() throws IOException {
        String echo = "{\"choices\": oh " + QUESTION + " " + Remotes.KEY;
        List<ChatServer.Answer> script = List.of(
                ChatServer.status(429, echo),
                ChatServer.status(500, echo),
                ChatServer.status(200, echo),
                ChatServer.cut(true),
                ChatServer.status(400, echo));
        try (ChatServer server = new ChatServer(asked -> script.get(asked.number()));
                RemoteModel model = new Remotes().open(server.openAi())) {
            String failure = String.valueOf(model.ask(Remotes.call(QUESTION)).failure());
            assertThat(server.asked).hasSize(script.size());
            assertSafe(failure);
        }
        assertThat(logged()).contains("HTTP 429").contains("Asking again in");
        assertSafe(logged());
    }

    @Test
    void aKeyDoesNotShowInWhatHoldsIt() {
        RemoteName name = RemoteName.parse("openai:x");
        Endpoint endpoint = Endpoint.of(name, Map.of("OPENAI_API_KEY", Remotes.KEY));
        assertThat(endpoint.toString()).contains("OPENAI_API_KEY (not shown)");
        assertSafe(endpoint.toString());
    }

    private String logged() {
        System.err.flush();
        return logged.toString(StandardCharsets.UTF_8);
    }

    private static void assertSafe(String text) {
        assertThat(text).doesNotContain(Remotes.KEY).doesNotContain(QUESTION);
    }

    private static String trace(Throwable problem) {
        StringWriter trace = new StringWriter();
        problem.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
