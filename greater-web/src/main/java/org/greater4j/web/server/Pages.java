package org.greater4j.web.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.greater4j.web.Templates;
import org.greater4j.web.pages.Frame;
import org.greater4j.web.pages.MessagePage;

/** Puts pages into their frame and sends them. */
final class Pages {
    private static final String THEME_COOKIE = "greater-theme";

    private final StaticFiles files;

    Pages(StaticFiles files) {
        this.files = files;
    }

    Frame frame(Context request, String title, String section) {
        String theme = request.cookie(THEME_COOKIE);
        return new Frame(
                title,
                section,
                "light".equals(theme) || "dark".equals(theme) ? theme : "auto",
                files.style().address(),
                files.script().address(),
                null);
    }

    /** Sends a template with its frame and its page. */
    void send(Context request, String template, Frame frame, Object page) {
        request.contentType("text/html; charset=utf-8")
                .result(Templates.render("ui/" + template + ".jte", Map.of("frame", frame, "page", page)));
    }

    void message(Context request, HttpStatus status, String title, String text) {
        request.status(status);
        send(request, "message", frame(request, title, ""), new MessagePage(title, text));
    }
}
