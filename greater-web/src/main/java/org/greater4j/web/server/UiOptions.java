package org.greater4j.web.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * What the web application is told.
 *
 * @param host name or number of the interface to listen on
 * @param port 0 for a free one
 * @param runs folder of all runs
 * @param token that requests must show; null asks for none
 */
public record UiOptions(
        String host, int port, Path runs, @Nullable String token) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int PORT = 8642;
    private static final int SHORTEST_TOKEN = 16;
    private static final int LAST_PORT = 65535;

    /** Options for this machine alone. */
    public static UiOptions onLoopback(int port, Path runs) {
        return new UiOptions(LOOPBACK, port, runs, null);
    }

    /**
     * The interface's address.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if there is no host of that name
     */
    InetAddress interfaceAddress() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "--host: expected the name or address of an interface of this machine, found '" + host + "'; use "
                            + LOOPBACK + ", or 0.0.0.0 for all",
                    e);
        }
    }

    boolean isLoopback() {
        return interfaceAddress().isLoopbackAddress();
    }

    /** Throws unless every option is sound, naming all that are not. */
    public void check() {
        List<String> problems = new ArrayList<>();
        if (port < 0 || port > LAST_PORT) {
            problems.add("--port: expected 0 to " + LAST_PORT + ", found " + port);
        }
        if (token != null && token.length() < SHORTEST_TOKEN) {
            problems.add("--token: expected at least " + SHORTEST_TOKEN + " characters, which nobody guesses, found "
                    + token.length());
        }
        if (token == null && !isLoopback()) {
            problems.add("--host " + host + ": expected a token, since other machines can reach this address, found"
                    + " none; give --token or set GREATER_UI_TOKEN");
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "options", problems);
        }
    }
}
