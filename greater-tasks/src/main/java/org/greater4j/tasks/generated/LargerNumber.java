package org.greater4j.tasks.generated;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.NumberFormat;

/** The larger of two numbers. */
final class LargerNumber implements TaskGenerator {
    private static final AnswerFormat FORMAT = new NumberFormat();
    private static final List<String> WORDINGS = List.of(
            "Which number is larger, %s or %s?",
            "Which of these two numbers is greater: %s or %s?",
            "What is the larger one of the numbers %s and %s?",
            "Of %s and %s, which is the bigger number?");

    @Override
    public String name() {
        return "larger_number";
    }

    @Override
    public String description() {
        return "the larger of two numbers";
    }

    @Override
    public List<String> difficulties() {
        return List.of(
                "whole numbers from 1 to 99",
                "whole numbers of four digits that begin alike",
                "decimal fractions with one to three places that begin alike");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        int whole = Draw.between(random, 1, 99);
        BigDecimal one = number(difficulty, whole, random);
        BigDecimal other = number(difficulty, whole, random);
        while (one.compareTo(other) == 0) {
            other = number(difficulty, whole, random);
        }
        String question =
                String.format(Locale.ROOT, Draw.one(random, WORDINGS), one.toPlainString(), other.toPlainString());
        return new Drawn(question, one.max(other).toPlainString());
    }

    private static BigDecimal number(int difficulty, int whole, Random random) {
        return switch (difficulty) {
            case 1 -> BigDecimal.valueOf(Draw.between(random, 1, 99));
            case 2 -> BigDecimal.valueOf((whole % 9 + 1) * 1000L + random.nextInt(1000));
            default -> fraction(whole, Draw.between(random, 1, 3), random);
        };
    }

    // no zero at the end: 9.90 and 9.9 are one number
    private static BigDecimal fraction(int whole, int places, Random random) {
        long digits = whole;
        for (int place = 1; place <= places; place++) {
            digits = digits * 10 + Draw.between(random, place == places ? 1 : 0, 9);
        }
        return BigDecimal.valueOf(digits, places);
    }
}
