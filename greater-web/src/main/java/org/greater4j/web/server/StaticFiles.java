package org.greater4j.web.server;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.greater4j.web.Report;

/**
 * The style sheet and the script of all pages. Their addresses hold a hash of their content, so that browsers may keep them for good.
 *
 * @param style what reports have, and what the application has besides
 * @param script likewise
 */
record StaticFiles(File style, File script) {
    static final String PREFIX = "/assets/";
    private static final int HASH_DIGITS = 12;

    /**
     * A file.
     *
     * @param address where browsers find it
     */
    record File(String address, String type, byte[] content) {
        static File of(String name, String type, String content) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            return new File(PREFIX + hash(bytes) + "/" + name, type, bytes);
        }
    }

    static StaticFiles load() {
        return new StaticFiles(
                File.of("ui.css", "text/css; charset=utf-8", read("report.css") + read("ui.css")),
                File.of("ui.js", "text/javascript; charset=utf-8", read("report.js") + read("ui.js")));
    }

    void serve(Context request) {
        for (File file : new File[] {style, script}) {
            if (file.address().equals(request.path())) {
                request.contentType(file.type())
                        .header("Cache-Control", "max-age=31536000, immutable")
                        .result(file.content());
                return;
            }
        }
        throw new NotFoundResponse();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String read(String file) {
        try (InputStream in = Report.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("expected " + file + " among the module's resources, found none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
