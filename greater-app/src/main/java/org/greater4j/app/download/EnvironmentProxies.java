package org.greater4j.app.download;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Proxies by the variables that most programs of the command line heed, written in capitals or not: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code ALL_PROXY}, and {@code NO_PROXY} for hosts (with all below them) that are asked directly.
 */
public final class EnvironmentProxies extends ProxySelector {
    private final @Nullable URI secure;
    private final @Nullable URI plain;
    private final List<String> direct;

    private EnvironmentProxies(@Nullable URI secure, @Nullable URI plain, List<String> direct) {
        this.secure = secure;
        this.plain = plain;
        this.direct = direct;
    }

    /** Proxies of an environment; an address that can't be used is an INVALID_OPTION that does not show it. */
    public static EnvironmentProxies of(Map<String, String> environment) {
        @Nullable URI all = address(environment, "ALL_PROXY");
        @Nullable URI secure = address(environment, "HTTPS_PROXY");
        @Nullable URI plain = address(environment, "HTTP_PROXY");
        @Nullable String direct = variable(environment, "NO_PROXY");
        return new EnvironmentProxies(
                secure == null ? all : secure,
                plain == null ? all : plain,
                direct == null
                        ? List.of()
                        : List.of(direct.toLowerCase(Locale.ROOT).split("[,\\s]+")));
    }

    @Override
    public List<Proxy> select(URI address) {
        @Nullable URI proxy = "https".equalsIgnoreCase(address.getScheme()) ? secure : plain;
        return proxy == null || isDirect(address)
                ? List.of(Proxy.NO_PROXY)
                : List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException problem) {
        // there is no second proxy to turn to
    }

    /** Answers proxies that ask who is there with the user and password of their address; empty if no address has them. */
    Optional<Authenticator> authenticator() {
        boolean known = hasUser(secure) || hasUser(plain);
        return known ? Optional.of(new Known()) : Optional.empty();
    }

    private final class Known extends Authenticator {
        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            for (@Nullable URI proxy : new @Nullable URI[] {secure, plain}) {
                boolean asked = getRequestorType() == RequestorType.PROXY
                        && proxy != null
                        && proxy.getHost().equalsIgnoreCase(getRequestingHost())
                        && port(proxy) == getRequestingPort();
                if (asked && proxy != null && hasUser(proxy)) {
                    String[] user = proxy.getUserInfo().split(":", 2);
                    return new PasswordAuthentication(user[0], (user.length > 1 ? user[1] : "").toCharArray());
                }
            }
            return null;
        }
    }

    private boolean isDirect(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        for (String entry : direct) {
            String name = entry.replaceFirst(":\\d+$", "").replaceFirst("^\\*?\\.", "");
            String port = entry.substring(entry.lastIndexOf(':') + 1);
            boolean portFits = !entry.matches(".*:\\d+") || port.equals(Integer.toString(port(address)));
            boolean hostFits = name.equals("*") || host.equals(name) || host.endsWith("." + name);
            if (!name.isEmpty() && hostFits && portFits) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasUser(@Nullable URI proxy) {
        return proxy != null && proxy.getUserInfo() != null;
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    private static @Nullable URI address(Map<String, String> environment, String name) {
        @Nullable String value = variable(environment, name);
        if (value == null) {
            return null;
        }
        try {
            URI proxy = new URI(value.contains("://") ? value : "http://" + value);
            // the connection to the proxy itself is a plain one
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (URISyntaxException e) {
            // The value may hold a password, so neither it nor the exception is shown.
        }
        throw new GreaterException(
                ErrorCode.INVALID_OPTION,
                "environment variable " + name
                        + ": expected the address of a proxy such as http://host:port, found something else; correct or"
                        + " unset it");
    }

    private static @Nullable String variable(Map<String, String> environment, String name) {
        // small letters first, as curl does: a web server may be made to set HTTP_PROXY by a header called Proxy
        @Nullable String value = environment.get(name.toLowerCase(Locale.ROOT));
        value = value == null || value.isBlank() ? environment.get(name) : value;
        return value == null || value.isBlank() ? null : value.strip();
    }
}
