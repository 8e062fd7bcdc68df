package org.greater4j.app.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/** Base addresses out of the environment, and what lies below them. */
final class WebAddress {
    private WebAddress() {}

    /** The address that a variable holds, with a slash at its end; null if it is not set, INVALID_OPTION if it can't be used. */
    static @Nullable URI ofVariable(Map<String, String> environment, String variable) {
        @Nullable String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            return null;
        }
        String base = value.strip();
        try {
            URI address = new URI(base.endsWith("/") ? base : base + "/");
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            boolean plain =
                    address.getUserInfo() == null && address.getQuery() == null && address.getFragment() == null;
            if (web && address.getHost() != null && plain) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The value may hold a password, so neither it nor the exception is shown.
        }
        throw new GreaterException(
                ErrorCode.INVALID_OPTION,
                "environment variable " + variable
                        + ": expected a base address such as https://host/path, without user, password or query,"
                        + " found something else; correct or unset it");
    }

    /** The address below a base that ends with a slash. */
    static URI below(URI base, String path) {
        try {
            return base.resolve(
                    new URI(null, null, "/" + path, null).getRawPath().substring(1));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("path '" + path + "' can't be part of an address", e);
        }
    }
}
