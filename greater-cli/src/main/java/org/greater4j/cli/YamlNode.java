package org.greater4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A part of a YAML file as it is written: texts, lists and maps, each with the line that it begins on, from 1. */
sealed interface YamlNode {
    int line();

    /** What an option takes: lists joined by commas, maps as {@code key=value} pairs. */
    String asValue();

    /** A scalar's letters: {@code Yes} is no truth value and {@code 007} no number. */
    record Text(String value, int line) implements YamlNode {
        @Override
        public String asValue() {
            return value;
        }
    }

    record Items(List<YamlNode> items, int line) implements YamlNode {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String asValue() {
            return items.stream().map(YamlNode::asValue).collect(Collectors.joining(","));
        }
    }

    /** Keys in their order. */
    record Fields(Map<String, YamlNode> fields, int line) implements YamlNode {
        public Fields {
            fields = new LinkedHashMap<>(fields);
        }

        @Override
        public String asValue() {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + "=" + field.getValue().asValue())
                    .collect(Collectors.joining(","));
        }
    }
}
