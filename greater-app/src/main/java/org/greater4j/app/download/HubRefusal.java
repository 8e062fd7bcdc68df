package org.greater4j.app.download;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Says what the hub's refusals mean and what to do about them.
 *
 * <p>The status alone does not tell: without a token, a repository that does not exist answers 401 as a private one does, so that nobody
 * can find out which private ones there are. The header {@code X-Error-Code} says more where it may.
 */
final class HubRefusal {
    private HubRefusal() {}

    /** A refusal as an error; or, where the hub is at fault or busy, as a failure of this attempt. */
    static SourceFailure of(HubName name, HubSettings hub, HttpResponse<?> response, @Nullable Duration patience) {
        int status = response.statusCode();
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String page = HttpProblems.shown(hub.page(name.repository()));
        boolean token = hub.token() != null;
        if (code.equals("GatedRepo")) {
            throw error(
                    ErrorCode.ACCESS_REFUSED,
                    name,
                    "expected a repository that is open to "
                            + (token ? "this token" : "all") + ", found a gated one (HTTP " + status
                            + "); accept its terms at "
                            + page
                            + (token
                                    ? " with the account of your token"
                                    : " and set HF_TOKEN to a token of that account")
                            + ", then try again");
        }
        if (code.equals("RevisionNotFound")) {
            throw error(
                    ErrorCode.FILE_NOT_FOUND,
                    name,
                    "expected the revision '" + name.revision() + "' in " + name.repository()
                            + ", found none; its branches and tags are at " + page + "/tree/main");
        }
        if (code.equals("EntryNotFound")) {
            throw error(
                    ErrorCode.FILE_NOT_FOUND,
                    name,
                    "expected a file that the hub listed, found that it is gone; its" + " files are at " + page
                            + "/tree/" + name.revision());
        }
        if (status == 401 && token && invalidToken(response)) {
            throw error(
                    ErrorCode.ACCESS_REFUSED,
                    name,
                    "expected a token that the hub knows, found one that it does not"
                            + " (HTTP 401); make a new one in the hub's settings and set HF_TOKEN to it");
        }
        // a signed address that a storage host refuses says nothing about the repository
        boolean fromHub =
                hub.endpoint().getHost().equalsIgnoreCase(response.uri().getHost());
        if (fromHub && (status == 401 || status == 404 || code.equals("RepoNotFound"))) {
            throw error(
                    ErrorCode.FILE_NOT_FOUND,
                    name,
                    "expected a file or folder of that name, a catalogue name, or a"
                            + " repository on the hub, found none at " + page + " (HTTP " + status
                            + "); check the spelling, and for a private repository "
                            + (token ? "that your token may read it" : "set HF_TOKEN"));
        }
        if (fromHub && status == 403) {
            throw error(
                    ErrorCode.ACCESS_REFUSED,
                    name,
                    "expected access to " + page + ", found that "
                            + (token ? "your token does not give it" : "it is refused without a token")
                            + " (HTTP 403); see that page, and set HF_TOKEN to a token that may read it");
        }
        return new SourceFailure(HttpProblems.refusal(status)
                + (patience == null ? "" : "; asks to try again in " + HttpProblems.seconds(patience))
                + (status == 429 && !token ? "; a token (HF_TOKEN) is allowed more" : ""));
    }

    private static boolean invalidToken(HttpResponse<?> response) {
        return response.headers()
                .firstValue("X-Error-Message")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("invalid credentials");
    }

    private static GreaterException error(ErrorCode code, HubName name, String rest) {
        return new GreaterException(code, "hub model " + name + ": " + rest);
    }
}
