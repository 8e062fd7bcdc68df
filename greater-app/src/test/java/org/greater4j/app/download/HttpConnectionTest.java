package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    @Test
    void aTokenIsForItsOwnersOriginOverASafeConnectionOnly() {
        var token = new HttpConnection.Token(URI.create("https://hub.example/"), "secret");
        assertThat(token.isFor(URI.create("https://hub.example/file"))).isTrue();
        assertThat(token.isFor(URI.create("https://HUB.example/file"))).isTrue();
        assertThat(token.isFor(URI.create("http://hub.example/file"))).isFalse();
        assertThat(token.isFor(URI.create("https://hub.example:444/file"))).isFalse();
        assertThat(token.isFor(URI.create("https://files.hub.example/file"))).isFalse();
        assertThat(token.isFor(URI.create("https://hub.example.other/file"))).isFalse();
        assertThat(token.toString()).doesNotContain("secret");

        var plain = new HttpConnection.Token(URI.create("http://hub.example/"), "secret");
        assertThat(plain.isFor(URI.create("http://hub.example/file"))).isFalse();
    }

    @Test
    void aRedirectNeverLeavesHttps() throws SourceFailure {
        URI secure = URI.create("https://hub.example/a/b");
        assertThat(HttpConnection.redirected(secure, "/c")).isEqualTo(URI.create("https://hub.example/c"));
        assertThat(HttpConnection.redirected(secure, "https://files.example/c?key=x"))
                .isEqualTo(URI.create("https://files.example/c?key=x"));
        assertThat(HttpConnection.redirected(URI.create("http://hub.example/"), "https://hub.example/"))
                .isEqualTo(URI.create("https://hub.example/"));
        assertThatThrownBy(() -> HttpConnection.redirected(secure, "http://hub.example/c?key=hidden"))
                .isInstanceOf(SourceFailure.class)
                .hasMessage("redirect from https to http://hub.example/c, which is not secure");
        assertThatThrownBy(() -> HttpConnection.redirected(secure, "not an address"))
                .isInstanceOf(SourceFailure.class);
    }

    @Test
    void aShownAddressHasNoPasswordAndNoQuery() {
        assertThat(HttpProblems.shown(URI.create("https://user:password@host:8443/a/b?signature=x#y")))
                .isEqualTo("https://host:8443/a/b");
    }
}
