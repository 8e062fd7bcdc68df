package org.greater4j.torch.tokenizer.jinja;

/** Why a template gave no text. */
public final class JinjaException extends RuntimeException {
    /** Whose doing it was. */
    public enum Kind {
        /** The template can't be parsed. */
        SYNTAX,
        /** The template called {@code raise_exception}: it doesn't take these messages. */
        RAISED,
        /** The template failed while it ran. */
        FAILED,
        /** The template ran into a limit. */
        LIMIT
    }

    private final Kind kind;

    JinjaException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static JinjaException syntax(int line, String message) {
        return new JinjaException(Kind.SYNTAX, "line " + line + ": " + message);
    }

    static JinjaException failed(String message) {
        return new JinjaException(Kind.FAILED, message);
    }

    public Kind kind() {
        return kind;
    }
}
