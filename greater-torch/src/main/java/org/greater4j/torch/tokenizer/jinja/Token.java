package org.greater4j.torch.tokenizer.jinja;

/**
 * A piece of a template.
 *
 * @param text the text, the name, the operator, the string's value or the number's digits
 * @param line counted from 1
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        TEXT,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        PRINT_BEGIN,
        PRINT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        END
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** How an error calls it. */
    String description() {
        return switch (kind) {
            case TEXT -> "text";
            case PRINT_END, BLOCK_END -> "the end of the tag";
            case PRINT_BEGIN, BLOCK_BEGIN -> "a tag";
            case END -> "the end of the template";
            case STRING -> "the string '" + text + "'";
            default -> "'" + text + "'";
        };
    }
}
