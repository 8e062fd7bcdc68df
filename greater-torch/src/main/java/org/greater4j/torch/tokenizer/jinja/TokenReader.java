package org.greater4j.torch.tokenizer.jinja;

import java.util.List;

/** The tokens of a template, one after the other. */
final class TokenReader {
    private static final int DEEPEST = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean skipOperator(String operator) {
        if (peek().isOperator(operator)) {
            at++;
            return true;
        }
        return false;
    }

    boolean skipName(String name) {
        if (peek().isName(name)) {
            at++;
            return true;
        }
        return false;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    String expectName() {
        return expect(Token.Kind.NAME, "a name").text();
    }

    Token expect(Token.Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    JinjaException unexpected(String expected) {
        return JinjaException.syntax(peek().line(), "expected " + expected + ", found " + peek().description());
    }

    int position() {
        return at;
    }

    /** Whether a name stands somewhere between a position and the current one. */
    boolean names(String name, int from) {
        return tokens.subList(from, at).stream().anyMatch(token -> token.isName(name));
    }

    /** Counts nesting, which the parser's own stack has to bear. */
    void enter() {
        if (++depth > DEEPEST) {
            throw JinjaException.syntax(
                    peek().line(), "expected at most " + DEEPEST + " levels of nesting, found more");
        }
    }

    void leave() {
        depth--;
    }
}
