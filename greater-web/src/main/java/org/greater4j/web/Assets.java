package org.greater4j.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page's own style and script, and the policy that lets a browser use these and nothing else.
 *
 * @param style content of the page's one {@code style} element
 * @param script content of its one {@code script} element
 */
public record Assets(String style, String script) {
    /** Those of a page by its name, such as {@code report}. */
    static Assets of(String name) {
        return new Assets(read(name + ".css"), read(name + ".js"));
    }

    /**
     * A content security policy: nothing from anywhere, no inline handler and no inline style attribute; the elements of this page are
     * known by the hashes of their contents.
     */
    public String policy() {
        return "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String read(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("expected " + file + " among the module's resources, found none");
            }
            // a browser hashes what it has read, and reads every line end as one sign
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
