package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.NumberFormat;

/** The value of an expression of whole numbers, +, -, * and parentheses. */
final class MultistepArithmetic implements TaskGenerator {
    private static final AnswerFormat FORMAT = new NumberFormat();
    private static final List<String> OPERATORS = List.of("+", "-", "*");

    private record Expression(String text, long value) {}

    @Override
    public String name() {
        return "multistep_arithmetic";
    }

    @Override
    public String description() {
        return "value of an arithmetic expression with brackets";
    }

    @Override
    public List<String> difficulties() {
        return List.of(
                "three numbers from 1 to 9, one pair of brackets",
                "five numbers from -9 to 9 in two brackets",
                "eight numbers from -9 to 9 in two brackets");
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        Expression left;
        Expression right;
        switch (difficulty) {
            case 1 -> {
                boolean bracketFirst = random.nextBoolean();
                left = bracketFirst ? bracket(2, false, random) : number(false, random);
                right = bracketFirst ? number(false, random) : bracket(2, false, random);
            }
            case 2 -> {
                boolean longerFirst = random.nextBoolean();
                left = bracket(longerFirst ? 3 : 2, true, random);
                right = bracket(longerFirst ? 2 : 3, true, random);
            }
            default -> {
                left = bracket(4, true, random);
                right = bracket(4, true, random);
            }
        }
        String operator = Draw.one(random, OPERATORS);
        long value = switch (operator) {
            case "+" -> left.value() + right.value();
            case "-" -> left.value() - right.value();
            default -> left.value() * right.value();
        };
        return new Drawn("What is " + left.text() + " " + operator + " " + right.text() + "?", Long.toString(value));
    }

    // never zero: a product by zero would hide the rest of the question
    private static Expression number(boolean signed, Random random) {
        int size = Draw.between(random, 1, 9);
        int value = signed && random.nextBoolean() ? -size : size;
        return new Expression(Integer.toString(value), value);
    }

    // products are finished before they are added, so that multiplication goes first
    private static Expression bracket(int numbers, boolean signed, Random random) {
        Expression first = number(signed, random);
        StringBuilder text = new StringBuilder("(").append(first.text());
        long sum = 0;
        long product = first.value();
        for (int i = 1; i < numbers; i++) {
            String operator = Draw.one(random, OPERATORS);
            Expression next = number(signed, random);
            text.append(' ').append(operator).append(' ').append(next.text());
            if (operator.equals("*")) {
                product *= next.value();
            } else {
                sum += product;
                product = operator.equals("+") ? next.value() : -next.value();
            }
        }
        return new Expression(text.append(')').toString(), sum + product);
    }
}
