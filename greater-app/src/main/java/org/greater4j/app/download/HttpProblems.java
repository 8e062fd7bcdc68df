package org.greater4j.app.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words what the HTTP client's exceptions mean; many of them have no message of their own. */
final class HttpProblems {
    private HttpProblems() {}

    static String reason(IOException problem, URI address, SourceSettings settings) {
        String host = String.valueOf(address.getHost());
        if (problem instanceof HttpConnectTimeoutException) {
            return "no connection to " + host + " within " + seconds(settings.connectTimeout());
        }
        if (problem instanceof HttpTimeoutException) {
            return "the connection to " + host + " went silent: no byte for " + seconds(settings.stallTimeout());
        }
        if (causedBy(problem, UnresolvedAddressException.class) || causedBy(problem, UnknownHostException.class)) {
            return "host name " + host + " not found";
        }
        if (problem instanceof ConnectException) {
            return "connection to " + host + port(address) + " refused" + detail(problem);
        }
        if (problem instanceof SSLException) {
            return "no secure connection to " + host + detail(problem);
        }
        return "the connection to " + host + " broke" + detail(problem);
    }

    /** What a status means that is no success. */
    static String refusal(int status) {
        String meaning = switch (status) {
            case 401, 403 -> "access refused";
            case 404, 410 -> "no such file there";
            case 407 -> "the proxy wants a user and a password in its address";
            case 429 -> "too many requests";
            default -> status >= 500 ? "the server failed" : "not what was asked for";
        };
        return "HTTP " + status + ": " + meaning;
    }

    /** An address as people may see it: without user, password and query, where tokens hide. */
    static String shown(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme() + "://";
        String host = address.getHost() == null ? "" : address.getHost();
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return scheme + host + port(address) + path;
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String port(URI address) {
        return address.getPort() < 0 ? "" : ":" + address.getPort();
    }

    private static String detail(IOException problem) {
        @Nullable String message = problem.getMessage();
        return message == null || message.isBlank() ? "" : " (" + message + ")";
    }

    private static boolean causedBy(Throwable problem, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
