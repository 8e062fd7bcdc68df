package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Looks for one text in others, in time that grows with the sum of their lengths: the JVM's own search compares a long text with every place
 * of another one, which a template could be made of.
 */
final class TextSearch {
    /** Up to this length the JVM's search is quicker, and compares no character more often than so. */
    private static final int SHORT = 16;
    /** What Knuth, Morris and Pratt's search does for a character, in characters compared. */
    private static final int WORK_OF_A_CHARACTER = 4;

    private final String part;
    // in the order of the search; empty for short parts
    private final char[] pattern;
    // for every beginning of the pattern the longest one that it ends with
    private final int[] borders;
    private final boolean fromRight;

    private TextSearch(String part, boolean fromRight) {
        this.part = part;
        this.fromRight = fromRight;
        boolean isLong = part.length() > SHORT;
        this.pattern = isLong ? part.toCharArray() : new char[0];
        for (int i = 0, j = pattern.length - 1; fromRight && i < j; i++, j--) {
            char c = pattern[i];
            pattern[i] = pattern[j];
            pattern[j] = c;
        }
        this.borders = new int[pattern.length];
        int border = 0;
        for (int i = 1; i < pattern.length; i++) {
            while (border > 0 && pattern[i] != pattern[border]) {
                border = borders[border - 1];
            }
            border += pattern[i] == pattern[border] ? 1 : 0;
            borders[i] = border;
        }
    }

    private static TextSearch in(String text, String part, boolean fromRight) {
        Rendering.work(
                part.length() <= SHORT
                        ? (long) text.length() * Math.max(1, part.length())
                        : ((long) text.length() + part.length()) * WORK_OF_A_CHARACTER);
        return new TextSearch(part, fromRight);
    }

    static boolean contains(String text, String part) {
        return indexOf(text, part) >= 0;
    }

    /** Place of the first part in a text, or −1. */
    static int indexOf(String text, String part) {
        return part.length() > text.length() ? -1 : in(text, part, false).next(text, 0);
    }

    /** Place of the last part in a text, or −1. */
    static int lastIndexOf(String text, String part) {
        return part.length() > text.length() ? -1 : in(text, part, true).previous(text, text.length());
    }

    /** Parts in a text that don't overlap; of the empty one, as many as Python finds. */
    static long count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1L;
        }
        if (part.length() > text.length()) {
            return 0;
        }
        TextSearch search = in(text, part, false);
        long count = 0;
        for (int at = search.next(text, 0); at >= 0; at = search.next(text, at + part.length())) {
            count++;
        }
        return count;
    }

    /** @param most replacements from the left; all if it is negative */
    static String replace(String text, String old, String replacement, long most) {
        long found = old.isEmpty() ? text.length() + 1L : count(text, old);
        Rendering.requireLength(text.length() + found * Math.max(0, replacement.length() - old.length()));
        Rendering.work(text.length() + found * replacement.length());
        if (old.isEmpty()) {
            return most < 0 ? text.replace(old, replacement) : text;
        }
        if (found == 0) {
            return text;
        }
        TextSearch search = in(text, old, false);
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (long i = 0; i != most; i++) {
            int at = search.next(text, from);
            if (at < 0) {
                break;
            }
            out.append(text, from, at).append(replacement);
            from = at + old.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    /** @param most cuts, from the left or the right */
    static List<Object> split(String text, String separator, long most, boolean fromRight) {
        List<Object> parts = new ArrayList<>();
        if (separator.length() > text.length()) {
            parts.add(text);
            return parts;
        }
        TextSearch search = in(text, separator, fromRight);
        int from = 0;
        int to = text.length();
        while (parts.size() < most) {
            int at = fromRight ? search.previous(text, to) : search.next(text, from);
            if (at < 0) {
                break;
            }
            Rendering.requireElements(parts.size() + 2L);
            int end = at + separator.length();
            parts.add(fromRight ? text.substring(end, to) : text.substring(from, at));
            from = fromRight ? from : end;
            to = fromRight ? at : to;
        }
        parts.add(text.substring(from, to));
        if (fromRight) {
            Collections.reverse(parts);
        }
        return parts;
    }

    /**
     * Cuts a text at white space.
     *
     * @param most cuts, from the left or the right
     */
    static List<Object> words(String text, long most, boolean fromRight) {
        Rendering.work(text.length());
        List<Object> words = new ArrayList<>();
        int from = 0;
        int to = text.length();
        from = skip(text, from, to);
        to = skipBack(text, from, to);
        while (words.size() < most && from < to) {
            int at = fromRight ? to - 1 : from;
            while (at >= from && at < to && !StringMethods.isSpace(text.charAt(at))) {
                at += fromRight ? -1 : 1;
            }
            if (at < from || at == to) {
                break;
            }
            Rendering.requireElements(words.size() + 2L);
            words.add(fromRight ? text.substring(at + 1, to) : text.substring(from, at));
            from = fromRight ? from : skip(text, at, to);
            to = fromRight ? skipBack(text, from, at) : to;
        }
        if (from < to) {
            words.add(text.substring(from, to));
        }
        if (fromRight) {
            Collections.reverse(words);
        }
        return words;
    }

    private static int skip(String text, int from, int to) {
        int at = from;
        while (at < to && StringMethods.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int skipBack(String text, int from, int to) {
        int at = to;
        while (at > from && StringMethods.isSpace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Place of the first part at or behind one, or −1. */
    private int next(String text, int from) {
        if (pattern.length == 0) {
            return text.indexOf(part, from);
        }
        int matched = 0;
        for (int at = from; at < text.length(); at++) {
            matched = matched(matched, text.charAt(at));
            if (matched == pattern.length) {
                return at - matched + 1;
            }
        }
        return -1;
    }

    /** Place of the last part that ends in front of one, or −1. */
    private int previous(String text, int before) {
        if (!fromRight) {
            throw new IllegalStateException("expected a search from the right");
        }
        if (pattern.length == 0) {
            return text.lastIndexOf(part, before - part.length());
        }
        int matched = 0;
        for (int at = before - 1; at >= 0; at--) {
            matched = matched(matched, text.charAt(at));
            if (matched == pattern.length) {
                return at;
            }
        }
        return -1;
    }

    private int matched(int before, char c) {
        int matched = before;
        while (matched > 0 && pattern[matched] != c) {
            matched = borders[matched - 1];
        }
        return pattern[matched] == c ? matched + 1 : matched;
    }
}
