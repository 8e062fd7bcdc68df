package org.greater4j.tasks.generated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Choices and phrases that the generators share. Uses only what {@link Random} specifies to the bit. */
final class Draw {
    private Draw() {}

    /** The words or phrases of a text that are separated by commas. */
    static List<String> words(String text) {
        return List.of(text.strip().replaceAll("\\s+", " ").split(", "));
    }

    /** A number from low to high, both possible. */
    static int between(Random random, int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    static <T> T one(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Some different elements, in random order. */
    static <T> List<T> some(Random random, List<T> from, int number) {
        List<T> left = new ArrayList<>(from);
        for (int i = 0; i < number; i++) {
            Collections.swap(left, i, between(random, i, left.size() - 1));
        }
        return List.copyOf(left.subList(0, number));
    }

    static <T> List<T> shuffled(Random random, List<T> from) {
        return some(random, from, from.size());
    }

    /** "a", "a and b", "a, b, and c". */
    static String listed(List<String> parts) {
        int last = parts.size() - 1;
        if (last < 1) {
            return String.join("", parts);
        }
        return String.join(", ", parts.subList(0, last)) + (last > 1 ? "," : "") + " and " + parts.get(last);
    }

    /** "a dog", "an owl". */
    static String withArticle(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
    }

    static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** The lines "Options:", "(A) …", "(B) …". */
    static String options(List<String> texts) {
        StringBuilder lines = new StringBuilder("\nOptions:");
        for (int i = 0; i < texts.size(); i++) {
            lines.append("\n(").append(letter(i)).append(") ").append(texts.get(i));
        }
        return lines.toString();
    }

    /** A, B, C, …, from 0. */
    static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }

    /** The first letters of the alphabet. */
    static List<String> letters(int number) {
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            letters.add(letter(i));
        }
        return letters;
    }
}
