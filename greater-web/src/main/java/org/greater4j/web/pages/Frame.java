package org.greater4j.web.pages;

import org.jspecify.annotations.Nullable;

/**
 * What is around every page.
 *
 * @param title of the document
 * @param section which entry of the menu it belongs to: {@code runs}, {@code new}, {@code playground}, or empty
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param style address of the style sheet
 * @param script address of the script
 * @param live address that tells when the page has changed; null for a page that does not change by itself
 */
public record Frame(
        String title,
        String section,
        String theme,
        String style,
        String script,
        @Nullable String live) {
    /** The same page, told of changes. */
    public Frame liveAt(Address address) {
        return new Frame(title, section, theme, style, script, address.toString());
    }
}
