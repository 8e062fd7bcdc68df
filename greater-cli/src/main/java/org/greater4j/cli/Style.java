package org.greater4j.cli;

/** Colours, where there are any: each method returns the text itself or the text between two escape sequences. */
enum Style {
    PLAIN,
    COLOURED;

    static Style of(boolean coloured) {
        return coloured ? COLOURED : PLAIN;
    }

    String bold(String text) {
        return wrap("1", text);
    }

    String faint(String text) {
        return wrap("2", text);
    }

    String good(String text) {
        return wrap("32", text);
    }

    String bad(String text) {
        return wrap("31", text);
    }

    /** A part of a text that is to be seen at a glance; between brackets where there are no colours. */
    String marked(String text) {
        return this == PLAIN ? "[" + text + "]" : wrap("1;32", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
