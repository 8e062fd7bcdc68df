package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.download.CachedModel;

/** One command, run in this JVM, and all that came of it. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... words) {
        return of(Map.of(), words);
    }

    /** With some variables besides those of this process. */
    static CommandRun of(Map<String, String> variables, String... words) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("GREATER_COMMAND");
        environment.putAll(variables);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(List.of(words), Terminal.plain(out, err, environment), new Interruption());
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Skips the test, saying why, unless the real model is on disk: a test does not wait for a download. */
    static void needsDefaultModel() {
        CachedModel model = new Models().list().get(0);
        assumeTrue(
                model.cached(),
                "not tested: the default model is not at " + model.path() + "; run ./greater models pull");
    }

    CommandRun succeeds() {
        assertThat(exitCode).as(err).isZero();
        return this;
    }

    /** One clear error and nothing else. */
    CommandRun fails(int expectedExitCode, String code) {
        assertThat(err).contains("greater: error [" + code + "]: ").doesNotContain("\tat ", "Exception in");
        assertThat(err.split("greater: error", -1)).hasSize(2);
        assertThat(exitCode).isEqualTo(expectedExitCode);
        return this;
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(out, e);
        }
    }
}
