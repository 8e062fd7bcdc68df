package org.greater4j.tasks.generated;

import java.util.List;

/** Whole numbers in English words. */
final class NumberWords {
    private static final List<String> SMALL = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth");

    private NumberWords() {}

    /** "forty-two", "three hundred seven", for 0 to 999: without an "and", which would read as a second number. */
    static String of(int number) {
        if (number < SMALL.size()) {
            return SMALL.get(number);
        }
        if (number < 100) {
            return TENS.get(number / 10 - 2) + (number % 10 == 0 ? "" : "-" + SMALL.get(number % 10));
        }
        return SMALL.get(number / 100) + " hundred" + (number % 100 == 0 ? "" : " " + of(number % 100));
    }

    /** "first" to "tenth", for 1 to 10. */
    static String ordinal(int number) {
        return ORDINALS.get(number - 1);
    }
}
