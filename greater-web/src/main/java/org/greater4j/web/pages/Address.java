package org.greater4j.web.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An address within the application, put together parameter by parameter; every value is encoded. Immutable. */
public final class Address {
    private final String text;

    private Address(String text) {
        this.text = text;
    }

    /** @param path such as {@code /run} */
    public static Address of(String path) {
        return new Address(path);
    }

    /** The page of a run. */
    public static Address ofRun(String id) {
        return of("/run").with("id", id);
    }

    /** With a parameter; without it if its value is null or empty. */
    public Address with(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        return new Address(text
                + (text.indexOf('?') < 0 ? '?' : '&')
                + name
                + '='
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** The same with a place on the page. */
    public String at(String anchor) {
        return text + "#" + anchor;
    }

    @Override
    public String toString() {
        return text;
    }
}
