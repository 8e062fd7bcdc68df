package org.greater4j.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxiesTest {
    private static String proxy(Map<String, String> environment, String address) {
        List<Proxy> proxies = EnvironmentProxies.of(environment).select(URI.create(address));
        assertThat(proxies).hasSize(1);
        return proxies.get(0).address() instanceof InetSocketAddress proxy
                ? proxy.getHostString() + ":" + proxy.getPort()
                : "direct";
    }

    @Test
    void theSchemeDecidesAndSmallLettersComeFirst() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://large:1", "https_proxy", "http://small:2", "HTTP_PROXY", "plain.example");
        assertThat(proxy(environment, "https://hub.example/a")).isEqualTo("small:2");
        assertThat(proxy(environment, "http://hub.example/a")).isEqualTo("plain.example:80");
        assertThat(proxy(Map.of("ALL_PROXY", "any:3"), "https://hub.example/a")).isEqualTo("any:3");
        assertThat(proxy(Map.of(), "https://hub.example/a")).isEqualTo("direct");
    }

    @Test
    void exceptedHostsAreAskedDirectlyWithAllBelowThem() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "proxy:1", "NO_PROXY", "localhost, .example.org,other.net:8443");
        assertThat(proxy(environment, "https://localhost/")).isEqualTo("direct");
        assertThat(proxy(environment, "https://example.org/")).isEqualTo("direct");
        assertThat(proxy(environment, "https://hub.EXAMPLE.org/")).isEqualTo("direct");
        assertThat(proxy(environment, "https://badexample.org/")).isEqualTo("proxy:1");
        assertThat(proxy(environment, "https://other.net/")).isEqualTo("proxy:1");
        assertThat(proxy(environment, "https://other.net:8443/")).isEqualTo("direct");
        assertThat(proxy(Map.of("HTTPS_PROXY", "proxy:1", "no_proxy", "*"), "https://a.b/"))
                .isEqualTo("direct");
    }

    @Test
    void aPasswordIsUsedAndNeverShown() {
        EnvironmentProxies withPassword = EnvironmentProxies.of(Map.of("HTTPS_PROXY", "http://me:s3cret@proxy:1"));
        assertThat(withPassword.authenticator()).isPresent();
        assertThat(EnvironmentProxies.of(Map.of("HTTPS_PROXY", "proxy:1")).authenticator())
                .isEmpty();
        assertThatThrownBy(() -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", "socks5://me:s3cret@proxy:1")))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("s3cret");
    }
}
