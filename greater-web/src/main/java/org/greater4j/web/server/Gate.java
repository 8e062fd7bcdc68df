package org.greater4j.web.server;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, and under which name; the first to see a request.
 *
 * <ul>
 *   <li>The {@code Host} that a browser asks for must be one of ours. Else any web site could have its own name lead to 127.0.0.1 and read the
 *       answers as its own (DNS rebinding).
 *   <li>A change must come from a page of ours: its {@code Origin} is the host itself. Reading from other sites is refused where browsers tell
 *       of it ({@code Sec-Fetch-Site}), following a link apart.
 *   <li>With a token, a request must show it, as a cookie that the sign-in page sets or as a bearer token.
 * </ul>
 */
final class Gate {
    static final String SIGN_IN = "/login";
    private static final int COOKIE_SECONDS = 30 * 24 * 3600;
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final UiOptions options;
    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    private final boolean anyInterface;

    Gate(UiOptions options) {
        this.options = options;
        InetAddress address = options.interfaceAddress();
        this.anyInterface = address.isAnyLocalAddress();
        names.add(bracketed(options.host().toLowerCase(Locale.ROOT)));
        names.add(bracketed(address.getHostAddress().toLowerCase(Locale.ROOT)));
        if (!address.isLoopbackAddress()) {
            try {
                names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
            } catch (UnknownHostException e) {
                // a machine without a name of its own is asked for by its address
            }
        }
    }

    /** A request that may not go on. */
    static final class Refused extends RuntimeException {
        private final HttpStatus status;

        Refused(HttpStatus status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        HttpStatus status() {
            return status;
        }
    }

    /** Lets a request pass or throws {@link Refused}. */
    void check(Context request) {
        secure(request);
        String host = hostName(request.header("Host"));
        if (host == null || !isOurs(host)) {
            throw new Refused(
                    HttpStatus.MISDIRECTED_REQUEST,
                    "expected a request for this machine, found one for another host; open the address that `greater ui` printed");
        }
        boolean reads = Set.of(HandlerType.GET, HandlerType.HEAD).contains(request.method());
        if (reads ? isReadByAnotherSite(request) : !isFromOurPage(request)) {
            throw new Refused(
                    HttpStatus.FORBIDDEN,
                    "expected a request of a page of this application, found one of another site");
        }
        boolean open = request.path().equals(SIGN_IN) || request.path().startsWith(StaticFiles.PREFIX);
        if (!open && !isSignedIn(request)) {
            throw new Refused(HttpStatus.UNAUTHORIZED, "expected the token, found none or another one");
        }
    }

    /** Sets what browsers are to hold the answer to. */
    static void secure(Context request) {
        request.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                // a stricter one would hide the origin of our own forms from the check above
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    /** Whether a text is the token; the time that this takes tells nothing of it. */
    boolean isToken(@Nullable String shown) {
        String token = options.token();
        return token == null
                || (shown != null
                        && MessageDigest.isEqual(
                                token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8)));
    }

    boolean isSignedIn(Context request) {
        String bearer = request.header("Authorization");
        return isToken(request.cookie(cookieName(request)))
                || (bearer != null && bearer.startsWith("Bearer ") && isToken(bearer.substring("Bearer ".length())));
    }

    /** Lets the browser show the token from now on. */
    void signIn(Context request) {
        if (options.token() != null) {
            request.cookie(new Cookie(
                    cookieName(request), options.token(), "/", COOKIE_SECONDS, false, true, null, SameSite.STRICT));
        }
    }

    // cookies are not told apart by port
    private static String cookieName(Context request) {
        return "greater-token-" + request.req().getLocalPort();
    }

    private boolean isOurs(String host) {
        return names.contains(host) || (anyInterface && (host.startsWith("[") || host.matches("[0-9.]+")));
    }

    private static boolean isReadByAnotherSite(Context request) {
        String site = request.header("Sec-Fetch-Site");
        boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        return foreign && !"navigate".equals(request.header("Sec-Fetch-Mode"));
    }

    private static boolean isFromOurPage(Context request) {
        String origin = request.header("Origin");
        String host = request.header("Host");
        return origin != null && host != null && origin.equalsIgnoreCase(request.scheme() + "://" + host);
    }

    /** The name in a {@code Host} header, without the port; null if it has no such form. */
    private static @Nullable String hostName(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String lower = header.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        boolean withPort = colon > 0 && lower.substring(colon + 1).matches("[0-9]{1,5}");
        return withPort ? lower.substring(0, colon) : lower;
    }

    private static String bracketed(String address) {
        return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
    }
}
