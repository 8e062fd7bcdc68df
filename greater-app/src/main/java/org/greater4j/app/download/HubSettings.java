package org.greater4j.app.download;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Where the Hugging Face hub is, where its files are kept and who asks, by the variables that its Python library heeds.
 *
 * @param endpoint base address, with a slash at its end: {@code HF_ENDPOINT}, else the public hub
 * @param cache folder of all repositories: {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}, else {@code ~/.cache/huggingface/hub}
 * @param token {@code HF_TOKEN}, else the content of the file {@code HF_TOKEN_PATH} or {@code HF_HOME/token}; null if there is none
 * @param offline whether {@code HF_HUB_OFFLINE} (or {@code TRANSFORMERS_OFFLINE}) forbids to ask the hub
 */
record HubSettings(URI endpoint, Path cache, HttpConnection.@Nullable Token token, boolean offline) {
    private static final URI PUBLIC_HUB = URI.create("https://huggingface.co/");
    private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    /** What an environment says; a value that can't be used is an INVALID_OPTION, which never shows a token. */
    static HubSettings of(Map<String, String> environment) {
        return of(environment, Path.of(System.getProperty("user.home", ".")));
    }

    static HubSettings of(Map<String, String> environment, Path userHome) {
        Variables variables = new Variables(environment, userHome);
        Path cacheHome = variables.path("XDG_CACHE_HOME", userHome.resolve(".cache"));
        Path home = variables.path("HF_HOME", cacheHome.resolve("huggingface"));
        Path cache = variables.path("HF_HUB_CACHE", variables.path("HUGGINGFACE_HUB_CACHE", home.resolve("hub")));
        URI endpoint = Objects.requireNonNullElse(WebAddress.ofVariable(environment, "HF_ENDPOINT"), PUBLIC_HUB);
        @Nullable String secret = variables.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? null : variables.secret(home);
        boolean offline = variables.flag("HF_HUB_OFFLINE") || variables.flag("TRANSFORMERS_OFFLINE");
        return new HubSettings(
                endpoint,
                cache.toAbsolutePath().normalize(),
                secret == null ? null : new HttpConnection.Token(endpoint, secret),
                offline);
    }

    /** Address of a file's content. */
    URI file(String repository, String revision, String path) {
        return WebAddress.below(endpoint, repository + "/resolve/" + revision + "/" + path);
    }

    /** Address of the list of a revision's files, with their sizes and hashes. */
    URI listing(String repository, String revision) {
        // a branch's name may have slashes, which the hub wants escaped here and takes as they are elsewhere
        String escaped = revision.replace("/", "%2F");
        URI plain = WebAddress.below(endpoint, "api/models/" + repository + "/revision/");
        return URI.create(plain + escaped + "?blobs=true");
    }

    /** The page of a repository, for people. */
    URI page(String repository) {
        return WebAddress.below(endpoint, repository);
    }

    private record Variables(Map<String, String> environment, Path userHome) {
        @Nullable
        String value(String name) {
            @Nullable String value = environment.get(name);
            return value == null || value.isBlank() ? null : value.strip();
        }

        boolean flag(String name) {
            @Nullable String value = value(name);
            return value != null && TRUE.contains(value.toLowerCase(Locale.ROOT));
        }

        Path path(String name, Path otherwise) {
            @Nullable String value = value(name);
            if (value == null) {
                return otherwise;
            }
            return value.equals("~") || value.startsWith("~/")
                    ? userHome.resolve(value.substring(Math.min(2, value.length())))
                    : Path.of(value);
        }

        @Nullable
        String secret(Path home) {
            for (String name : new String[] {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
                @Nullable String value = value(name);
                if (value != null) {
                    return checked(value, "environment variable " + name);
                }
            }
            Path file = path("HF_TOKEN_PATH", home.resolve("token"));
            try {
                String content = Files.isRegularFile(file)
                        ? Files.readString(file, StandardCharsets.ISO_8859_1).strip()
                        : "";
                return content.isEmpty() ? null : checked(content, "token file " + file);
            } catch (IOException unreadable) {
                return null; // public models need no token; for others the hub's refusal names what is missing
            }
        }

        // a line break in it would begin another header of the request
        private static String checked(String secret, String where) {
            if (!TOKEN.matcher(secret).matches()) {
                throw new GreaterException(
                        ErrorCode.INVALID_OPTION,
                        where + ": expected a token of the Hugging Face hub, which is one word of plain letters, found"
                                + " something else; correct or remove it");
            }
            return secret;
        }
    }
}
