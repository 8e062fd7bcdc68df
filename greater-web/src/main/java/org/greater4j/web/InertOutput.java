package org.greater4j.web;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;

/**
 * The one way by which text gets into a page: escaped for the place where it stands, and with every control character shown as a sign.
 *
 * <p>Templates call it for each expression; only what they mark as unsafe goes around it, which is the page's own style and script.
 * Direction is the templates' business: they isolate what they show ({@code dir="auto"}), so that a text from right to left, or one that
 * turns the direction and never turns it back, ends with its element.
 */
final class InertOutput extends OwaspHtmlTemplateOutput {
    private static final char CONTROL_PICTURES = '\u2400';
    private static final char PICTURE_OF_DELETE = '\u2421';
    private static final char REPLACEMENT = '\uFFFD';

    InertOutput(TemplateOutput output) {
        super(output);
    }

    @Override
    public void writeUserContent(String value) {
        // a template's null attribute is left out, and its null text is nothing
        super.writeUserContent(value == null ? null : visible(value));
    }

    /** The text with what HTML does not allow in it replaced by signs for it; line ends and tabs stay. */
    static String visible(String text) {
        int at = 0;
        while (at < text.length() && isPlain(text, at)) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length()).append(text, 0, at);
        for (; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (isPlain(text, at)) {
                visible.append(sign);
            } else if (sign < ' ') {
                visible.append((char) (CONTROL_PICTURES + sign));
            } else if (sign == '\u007F') {
                visible.append(PICTURE_OF_DELETE);
            } else {
                visible.append(REPLACEMENT);
            }
        }
        return visible.toString();
    }

    private static boolean isPlain(String text, int at) {
        char sign = text.charAt(at);
        if (sign < ' ') {
            return sign == '\n' || sign == '\t';
        }
        if (Character.isHighSurrogate(sign)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(sign)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        boolean control = sign >= '\u007F' && sign <= '\u009F';
        boolean none = (sign >= '\uFDD0' && sign <= '\uFDEF') || sign >= '\uFFFE';
        return !control && !none;
    }
}
