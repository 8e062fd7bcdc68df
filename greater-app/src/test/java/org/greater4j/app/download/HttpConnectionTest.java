package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;

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
    void aShownAddressHasNoPasswordAndNoQuery() {
        assertThat(HttpProblems.shown(URI.create("https://user:password@host:8443/a/b?signature=x#y")))
                .isEqualTo("https://host:8443/a/b");
    }
}
