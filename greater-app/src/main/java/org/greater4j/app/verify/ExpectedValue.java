package org.greater4j.app.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A value in an {@link ExpectedFile} and its key; a value that is not as it should be is noted there and replaced by a neutral one. */
final class ExpectedValue {
    private final ExpectedFile file;
    private final String key;
    private final JsonNode node;

    ExpectedValue(ExpectedFile file, String key, JsonNode node) {
        this.file = file;
        this.key = key;
        this.node = node;
    }

    /** Where the value stands, such as {@code steps[0].chosen}. */
    String key() {
        return key;
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** A member of an object. */
    ExpectedValue at(String name) {
        return new ExpectedValue(file, key.isEmpty() ? name : key + "." + name, node.path(name));
    }

    /** The names of an object's members. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The members of a list. */
    List<ExpectedValue> list() {
        List<ExpectedValue> members = new ArrayList<>();
        if (expect(node.isArray(), "a list")) {
            for (int at = 0; at < node.size(); at++) {
                members.add(new ExpectedValue(file, key + "[" + at + "]", node.get(at)));
            }
        }
        return members;
    }

    /** The members of a list that must have some. */
    List<ExpectedValue> nonEmptyList() {
        List<ExpectedValue> members = list();
        file.require(!node.isArray() || !members.isEmpty(), key, "at least one", "none");
        return members;
    }

    String text() {
        return expect(node.isTextual(), "a text") ? node.textValue() : "";
    }

    boolean flag() {
        return expect(node.isBoolean(), "true or false") && node.booleanValue();
    }

    double number() {
        return expect(node.isNumber(), "a number") ? node.doubleValue() : 0;
    }

    int integer() {
        return expect(node.isIntegralNumber() && node.canConvertToInt(), "an integer") ? node.intValue() : 0;
    }

    int integer(int least) {
        int value = integer();
        file.require(value >= least || !node.isIntegralNumber(), key, "at least " + least, Integer.toString(value));
        return Math.max(least, value);
    }

    /** A token id. */
    int id() {
        int id = integer();
        file.noteId(id, key);
        return id;
    }

    int[] ids() {
        return list().stream().mapToInt(ExpectedValue::id).toArray();
    }

    int[] nonEmptyIds() {
        return nonEmptyList().stream().mapToInt(ExpectedValue::id).toArray();
    }

    double[] numbers() {
        return list().stream().mapToDouble(ExpectedValue::number).toArray();
    }

    /** Bytes written in base64. */
    byte[] bytes() {
        if (expect(node.isTextual(), "bytes in base64")) {
            try {
                return node.binaryValue();
            } catch (IOException e) {
                file.require(false, key, "bytes in base64", "another text");
            }
        }
        return new byte[0];
    }

    private boolean expect(boolean condition, String what) {
        if (!condition) {
            file.require(false, key, what, found());
        }
        return condition;
    }

    private String found() {
        if (node.isMissingNode()) {
            return "nothing";
        }
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        String text = node.asText();
        return text.length() > 40 ? "'" + text.substring(0, 40) + "…'" : "'" + text + "'";
    }
}
