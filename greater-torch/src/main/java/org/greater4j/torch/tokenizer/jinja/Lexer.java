package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens.
 *
 * <p>White space around tags is dealt with here: {@code -} takes away all of it on its side; a line break after a block or comment goes
 * ({@code trim_blocks}), and so does white space between the start of a line and a block or comment ({@code lstrip_blocks}), unless a
 * {@code +} keeps it; the last line break of the template goes.
 */
final class Lexer {
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-?)%\\}");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    // what is repeated gives nothing back, for otherwise each round takes some of the stack
    private static final Pattern NUMBER =
            Pattern.compile("0[xX](?:_?[\\da-fA-F])++|0[oO](?:_?[0-7])++|0[bB](?:_?[01])++"
                    + "|\\d++(?:_\\d++)*+(?:\\.\\d++(?:_\\d++)*+)?+(?:[eE][+-]?\\d++)?+");
    private static final List<String> OPERATORS = List.of(
            "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{",
            "}", ",", ".", ":", "|");

    private enum Trim {
        NOTHING,
        LINE_BREAK,
        ALL
    }

    private final String template;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineCountedTo;
    /** What the last tag takes away from the text after it. */
    private Trim trim = Trim.NOTHING;

    private Lexer(String template) {
        this.template = template;
    }

    static List<Token> tokens(String template) {
        String lines = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < template.length()) {
            int tag = nextTag();
            boolean found = tag < template.length();
            boolean block = found && template.charAt(tag + 1) != '{';
            text(tag, found ? marker(tag + 2) : ' ', block);
            at = tag;
            if (found) {
                tag();
            }
        }
        add(Token.Kind.END, "");
    }

    private int nextTag() {
        for (int i = at; i + 1 < template.length(); i++) {
            if (template.charAt(i) == '{' && "{%#".indexOf(template.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return template.length();
    }

    private char marker(int index) {
        return index < template.length() ? template.charAt(index) : ' ';
    }

    /** Adds the text up to the next tag, less what the tags on both sides take away. */
    private void text(int end, char marker, boolean beforeBlock) {
        int from = at;
        if (trim == Trim.ALL) {
            while (from < end && isSpace(template.charAt(from))) {
                from++;
            }
        } else if (trim == Trim.LINE_BREAK && from < end && template.charAt(from) == '\n') {
            from++;
        }
        trim = Trim.NOTHING;
        int to = end;
        if (marker == '-') {
            while (to > from && isSpace(template.charAt(to - 1))) {
                to--;
            }
        } else if (marker != '+' && beforeBlock) {
            to = startOfLine(from, end);
        }
        if (from < to) {
            add(Token.Kind.TEXT, template.substring(from, to));
        }
    }

    /** Where the white space before a block begins, if nothing else stands before it in its line; else the block's own place. */
    private int startOfLine(int from, int end) {
        int start = end;
        while (start > from && template.charAt(start - 1) != '\n' && isSpace(template.charAt(start - 1))) {
            start--;
        }
        return start == 0 || template.charAt(start - 1) == '\n' ? start : end;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || c == '\u00a0';
    }

    private void tag() {
        char kind = template.charAt(at + 1);
        if (kind == '#') {
            int close = template.indexOf("#}", at + 2);
            if (close < 0) {
                throw error("expected the end '#}' of a comment, found the end of the template");
            }
            trimAfter(close > at + 2 ? template.charAt(close - 1) : ' ');
            at = close + 2;
            return;
        }
        Matcher raw = RAW.matcher(template).region(at, template.length());
        if (kind == '%' && raw.lookingAt()) {
            trim = raw.group(1).isEmpty() ? Trim.NOTHING : Trim.ALL;
            at = raw.end();
            raw();
            return;
        }
        add(kind == '{' ? Token.Kind.PRINT_BEGIN : Token.Kind.BLOCK_BEGIN, "");
        at += 2;
        if (marker(at) == '-' || (marker(at) == '+' && kind == '%')) {
            at++;
        }
        inside(kind == '{' ? "}}" : "%}", kind == '%');
        add(kind == '{' ? Token.Kind.PRINT_END : Token.Kind.BLOCK_END, "");
    }

    private void trimAfter(char marker) {
        trim = marker == '-' ? Trim.ALL : marker == '+' ? Trim.NOTHING : Trim.LINE_BREAK;
    }

    private void raw() {
        Matcher end = END_RAW.matcher(template);
        if (!end.find(at)) {
            throw error("expected {% endraw %}, found the end of the template");
        }
        text(end.start(), marker(end.start() + 2), true);
        trimAfter(end.group(2).isEmpty() ? ' ' : end.group(2).charAt(0));
        at = end.end();
    }

    /** The tokens of a tag up to its end, which only counts outside of brackets. */
    private void inside(String close, boolean block) {
        int depth = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (depth == 0 && template.startsWith(close, at)) {
                trim = block ? Trim.LINE_BREAK : Trim.NOTHING;
                at += 2;
                return;
            } else if (depth == 0 && (c == '-' || (c == '+' && block)) && template.startsWith(close, at + 1)) {
                trim = c == '-' ? Trim.ALL : Trim.NOTHING;
                at += 3;
                return;
            } else if (c == '\'' || c == '"') {
                string(c);
            } else if (!match(NUMBER, Token.Kind.INTEGER) && !match(NAME, Token.Kind.NAME)) {
                String operator = operator();
                if ("([{".contains(operator)) {
                    depth++;
                } else if (")]}".contains(operator)) {
                    depth--;
                }
                add(Token.Kind.OPERATOR, operator);
                at += operator.length();
            }
        }
        throw error("expected the end '" + close + "' of a tag, found the end of the template");
    }

    private boolean match(Pattern pattern, Token.Kind kind) {
        Matcher matcher = pattern.matcher(template).region(at, template.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        String text = matcher.group();
        boolean fraction = kind == Token.Kind.INTEGER && text.matches("\\d[\\d_]*[.eE].*");
        add(fraction ? Token.Kind.FLOAT : kind, kind == Token.Kind.INTEGER ? text.replace("_", "") : text);
        at = matcher.end();
        return true;
    }

    private String operator() {
        for (String operator : OPERATORS) {
            if (template.startsWith(operator, at)) {
                return operator;
            }
        }
        throw error("expected an expression, found '" + template.charAt(at) + "'");
    }

    private void string(char quote) {
        StringBuilder value = new StringBuilder();
        int from = at;
        int i = at + 1;
        while (i < template.length() && template.charAt(i) != quote) {
            if (template.charAt(i) == '\\' && i + 1 < template.length()) {
                i = escape(i, value);
            } else {
                value.append(template.charAt(i++));
            }
        }
        if (i >= template.length()) {
            throw error("expected the end " + quote + " of a string, found the end of the template");
        }
        at = from;
        add(Token.Kind.STRING, value.toString());
        at = i + 1;
    }

    /** Takes one escape as Python does; an unknown one stands for itself. */
    private int escape(int i, StringBuilder value) {
        char c = template.charAt(i + 1);
        int simple = "nrtabfv\\'\"".indexOf(c);
        if (simple >= 0) {
            value.append("\n\r\t\u0007\b\f\u000b\\'\"".charAt(simple));
            return i + 2;
        }
        if (c >= '0' && c <= '7') {
            int end = i + 2;
            while (end < template.length()
                    && end < i + 4
                    && template.charAt(end) >= '0'
                    && template.charAt(end) <= '7') {
                end++;
            }
            value.append((char) Integer.parseInt(template.substring(i + 1, end), 8));
            return end;
        }
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0 && i + 2 + digits <= template.length()) {
            try {
                value.appendCodePoint(Integer.parseInt(template.substring(i + 2, i + 2 + digits), 16));
                return i + 2 + digits;
            } catch (IllegalArgumentException e) {
                throw error("expected " + digits + " hexadecimal digits of a character after \\" + c);
            }
        }
        if (c == '\n') {
            return i + 2;
        }
        value.append('\\');
        return i + 1;
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, line()));
    }

    private int line() {
        for (; lineCountedTo < at; lineCountedTo++) {
            if (template.charAt(lineCountedTo) == '\n') {
                line++;
            }
        }
        return line;
    }

    private JinjaException error(String message) {
        return JinjaException.syntax(line(), message);
    }
}
