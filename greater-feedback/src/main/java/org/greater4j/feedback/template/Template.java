package org.greater4j.feedback.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.greater4j.text.Message;

/**
 * A chat with slots.
 *
 * @param name of its file, without the extension
 * @param messages with {@code {{slot}}} where something is put
 */
public record Template(String name, List<Message> messages) {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final Pattern HEADER = Pattern.compile("(?m)^\\[(system|user|assistant)]\\h*\\R");

    public Template {
        messages = List.copyOf(messages);
    }

    /**
     * Reads a template's text.
     *
     * @throws IllegalArgumentException saying what is wrong, if it does not begin with a message or one is empty
     */
    static Template parse(String name, String text) {
        List<Message> messages = new ArrayList<>();
        Matcher header = HEADER.matcher(text);
        int from = -1;
        String role = "";
        while (true) {
            boolean found = header.find();
            int to = found ? header.start() : text.length();
            if (from < 0) {
                if (!found || !text.substring(0, to).isBlank()) {
                    throw new IllegalArgumentException("expected a first line [system], [user] or [assistant], found '"
                            + text.lines().findFirst().orElse("") + "'");
                }
            } else {
                String content = text.substring(from, to).strip();
                if (content.isEmpty()) {
                    throw new IllegalArgumentException("expected some text below [" + role + "], found none");
                }
                messages.add(new Message(role, content));
            }
            if (!found) {
                return new Template(name, messages);
            }
            role = header.group(1);
            from = header.end();
        }
    }

    /** Names of its slots. */
    public Set<String> slots() {
        return messages.stream()
                .flatMap(message -> SLOT.matcher(message.content()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The chat with its slots filled; what is put there is left as it is, braces and all.
     *
     * @param values one for every slot
     */
    public List<Message> fill(Map<String, String> values) {
        return messages.stream()
                .map(message -> new Message(
                        message.role(), SLOT.matcher(message.content()).replaceAll(match -> {
                            String value = values.get(match.group(1));
                            if (value == null) {
                                throw new IllegalArgumentException("template " + name + ": expected one of "
                                        + values.keySet() + ", found {{" + match.group(1) + "}}");
                            }
                            return Matcher.quoteReplacement(value);
                        })))
                .toList();
    }

    /** The first message's text with its slots filled, for templates that are parts of others. */
    public String text(Map<String, String> values) {
        return fill(values).get(0).content();
    }
}
