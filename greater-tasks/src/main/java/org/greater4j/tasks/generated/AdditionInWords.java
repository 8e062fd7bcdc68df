package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.NumberFormat;

/** The sum of two numbers that are given in words, bare or in a story of one step. */
final class AdditionInWords implements TaskGenerator {
    private static final AnswerFormat FORMAT = new NumberFormat();
    private static final List<String> THINGS = List.of(
            "apples",
            "books",
            "coins",
            "stamps",
            "marbles",
            "pencils",
            "cards",
            "shells",
            "stickers",
            "balloons",
            "cookies",
            "buttons",
            "photos",
            "seeds");
    // ONE and TWO are the numbers, NAME a person and THINGS what is counted
    private static final List<String> WORDINGS = List.of(
            "What is ONE plus TWO?",
            "What is the sum of ONE and TWO?",
            "How much is ONE added to TWO?",
            "NAME has ONE THINGS and gets TWO more. How many THINGS does NAME have now?",
            "NAME has ONE THINGS in a box and TWO THINGS in another box. How many THINGS does NAME have in all?",
            "There are ONE THINGS on the table. NAME puts TWO more THINGS on it. How many THINGS are on the table now?",
            "NAME found ONE THINGS in the morning and TWO THINGS in the evening. How many THINGS did NAME find in total?",
            "On Monday, NAME bought ONE THINGS. On Tuesday, NAME bought TWO THINGS. How many THINGS did NAME buy on both days?");
    private static final List<Integer> LOWEST = List.of(2, 10, 100);
    private static final List<Integer> HIGHEST = List.of(9, 99, 499);

    @Override
    public String name() {
        return "addition_in_words";
    }

    @Override
    public String description() {
        return "the sum of two numbers given in words";
    }

    @Override
    public List<String> difficulties() {
        return List.of("numbers from 2 to 9", "numbers from 10 to 99", "numbers from 100 to 499");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        int low = LOWEST.get(difficulty - 1);
        int high = HIGHEST.get(difficulty - 1);
        int one = Draw.between(random, low, high);
        int other = Draw.between(random, low, high);
        String name = Draw.one(random, Names.ALL);
        String things = Draw.one(random, THINGS);
        String question = Draw.one(random, WORDINGS)
                .replace("ONE", NumberWords.of(one))
                .replace("TWO", NumberWords.of(other))
                .replace("NAME", name)
                .replace("THINGS", things);
        return new Drawn(question, Integer.toString(one + other));
    }
}
