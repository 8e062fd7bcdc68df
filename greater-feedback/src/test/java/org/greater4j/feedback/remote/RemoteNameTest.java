package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.greater4j.error.GreaterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteNameTest {
    @ParameterizedTest
    @CsvSource({
        "openai:gpt-x, OPENAI, gpt-x, https://api.openai.com/v1, openai:gpt-x",
        "openai:gpt-x@https://api.openai.com/v1/, OPENAI, gpt-x, https://api.openai.com/v1, openai:gpt-x",
        "openai:org/m:8b@http://localhost:8000/v1, OPENAI, org/m:8b, http://localhost:8000/v1, openai:org/m:8b@http://localhost:8000/v1",
        "openai:@cf/m@https://h.example/v1, OPENAI, @cf/m, https://h.example/v1, openai:@cf/m@https://h.example/v1",
        "anthropic:claude-x, ANTHROPIC, claude-x, https://api.anthropic.com/v1, anthropic:claude-x",
        "gemini:gemini-x, GEMINI, gemini-x, https://generativelanguage.googleapis.com/v1beta, gemini:gemini-x",
        "ollama:llama:1b, OLLAMA, llama:1b, http://localhost:11434, ollama:llama:1b",
        "ollama:llama@sha256:abc, OLLAMA, llama@sha256:abc, http://localhost:11434, ollama:llama@sha256:abc",
        "ollama:llama@http://box:11434, OLLAMA, llama, http://box:11434, ollama:llama@http://box:11434"
    })
    void namesAreRead(String text, Provider provider, String model, String address, String spelling) {
        assertThat(RemoteName.isRemote(text)).isTrue();
        RemoteName name = RemoteName.parse(text);
        assertThat(name).isEqualTo(new RemoteName(provider, model, URI.create(address)));
        assertThat(name).hasToString(spelling);
    }

    @Test
    void localModelsAreNotRemote() {
        assertThat(RemoteName.isRemote("smollm2-135m-instruct")).isFalse();
        assertThat(RemoteName.isRemote("openai/gpt-oss-20b")).isFalse();
        assertThat(RemoteName.isRemote("models/openai:x.gguf")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mistral:x | expected openai:NAME@BASE_URL",
                "openai: | expected the name of a model",
                "openai:@https://h.example | expected the name of a model",
                "openai:two words | expected the name of a model",
                "ollama:x@localhost:11434 | begins with http:// or https://",
                "openai:x@user:secret@host:80 | begins with http:// or https://",
                "openai:x@user:secret@host | begins with http:// or https://",
                "openai:x@localhost:80/v1?key=secret | begins with http:// or https://",
                "openai:x@localhost?key=secret | begins with http:// or https://",
                "openai:x@host/v1?key=secret | begins with http:// or https://",
                "openai:x@ftp://user:secret@host | begins with http:// or https://",
                "openai:x@https://user:secret@http://host | begins with http:// or https://",
                "openai:x @user:secret@host:80 | expected the name of a model",
                "mistral:x@https://user:secret@host | expected openai:NAME@BASE_URL",
                "openai:x@https:// | can't be read",
                "openai:x@https://user:secret@h.example/v1 | without user, query and fragment",
                "openai:x@https://h.example/v1?key=secret | without user, query and fragment"
            })
    void whatIsNoNameIsRefused(String text, String problem) {
        assertThatThrownBy(() -> RemoteName.parse(text))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining(problem)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void aMissingKeyIsNamed() {
        assertMissing("openai:x", "OPENAI_API_KEY");
        assertMissing("openai:x@https://h.example/v1", "OPENAI_API_KEY");
        assertMissing("anthropic:x", "ANTHROPIC_API_KEY");
        assertMissing("gemini:x", "GEMINI_API_KEY or GOOGLE_API_KEY");
    }

    @Test
    void keysComeFromTheEnvironment() {
        Map<String, String> environment =
                Map.of("OPENAI_API_KEY", " a ", "ANTHROPIC_API_KEY", "b", "GEMINI_API_KEY", "", "GOOGLE_API_KEY", "c");
        assertThat(key("openai:x", environment)).isEqualTo("a");
        assertThat(key("anthropic:x", environment)).isEqualTo("b");
        assertThat(key("gemini:x", environment)).isEqualTo("c");
        assertThat(key("openai:x@http://127.0.0.1:8000/v1", environment)).isEqualTo("a");
    }

    @Test
    void loopbackNeedsNoKeyAndPlainHttpGetsNone() {
        Map<String, String> none = Map.of();
        Map<String, String> some = Map.of("OPENAI_API_KEY", "a");
        assertThat(ApiKey.of(RemoteName.parse("openai:x@http://localhost:8000/v1"), none))
                .isNull();
        assertThat(ApiKey.of(RemoteName.parse("openai:x@http://[::1]:8000/v1"), none))
                .isNull();
        assertThat(ApiKey.of(RemoteName.parse("openai:x@http://box:8000/v1"), some))
                .isNull();
        assertThat(ApiKey.of(RemoteName.parse("openai:x@http://127.0.0.1.example.org/v1"), some))
                .isNull();
        assertThat(ApiKey.of(RemoteName.parse("ollama:x"), some)).isNull();
    }

    @Test
    void aKeyThatWouldBreakAHeaderIsRefusedUnseen() {
        assertThatThrownBy(() -> key("openai:x", Map.of("OPENAI_API_KEY", "abc\ndef")))
                .hasMessageContaining("OPENAI_API_KEY")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("abc"));
    }

    private static void assertMissing(String name, String variables) {
        assertThatThrownBy(() -> ApiKey.of(RemoteName.parse(name), Map.of()))
                .hasMessageContaining(
                        "expected a key in the environment variable " + variables + ", found none; set it");
    }

    private static String key(String name, Map<String, String> environment) {
        return Objects.requireNonNull(ApiKey.of(RemoteName.parse(name), environment))
                .secret();
    }
}
