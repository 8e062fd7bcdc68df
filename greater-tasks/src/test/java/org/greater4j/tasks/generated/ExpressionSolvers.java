package org.greater4j.tasks.generated;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Evaluates the expressions in a question's text. */
final class ExpressionSolvers {
    private ExpressionSolvers() {}

    /** Recursive descent: or over and over not over a value or parentheses. */
    static String booleanExpression(String question) {
        String text = Question.group(question, "expression \"(.*)\"\\?");
        BooleanReader reader = new BooleanReader(List.of(text.split(" ")));
        boolean value = reader.or();
        if (reader.next < reader.tokens.size()) {
            throw new IllegalArgumentException("not read to the end: " + question);
        }
        return value ? "True" : "False";
    }

    private static final class BooleanReader {
        private final List<String> tokens;
        private int next;

        BooleanReader(List<String> tokens) {
            this.tokens = tokens;
        }

        private boolean take(String token) {
            boolean there = next < tokens.size() && tokens.get(next).equals(token);
            next += there ? 1 : 0;
            return there;
        }

        private boolean or() {
            boolean value = and();
            while (take("or")) {
                value |= and();
            }
            return value;
        }

        private boolean and() {
            boolean value = not();
            while (take("and")) {
                value &= not();
            }
            return value;
        }

        private boolean not() {
            if (take("not")) {
                return !not();
            }
            if (take("(")) {
                boolean value = or();
                if (!take(")")) {
                    throw new IllegalArgumentException("no closing parenthesis");
                }
                return value;
            }
            if (take("True")) {
                return true;
            }
            if (take("False")) {
                return false;
            }
            throw new IllegalArgumentException("no value at " + next + " of " + tokens);
        }
    }

    /** Two stacks, of numbers and of operators that wait. A minus that touches a digit is a sign. */
    static String arithmetic(String question) {
        String text = Question.group(question, "What is (.*)\\?");
        Deque<BigInteger> numbers = new ArrayDeque<>();
        Deque<String> operators = new ArrayDeque<>();
        for (String token : Pattern.compile("-?\\d+|[-+*()]")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList()) {
            switch (token) {
                case "(" -> operators.push(token);
                case ")" -> {
                    while (!operators.element().equals("(")) {
                        apply(numbers, operators.pop());
                    }
                    operators.pop();
                }
                case "+", "-", "*" -> {
                    while (!operators.isEmpty() && rank(operators.element()) >= rank(token)) {
                        apply(numbers, operators.pop());
                    }
                    operators.push(token);
                }
                default -> numbers.push(new BigInteger(token));
            }
        }
        while (!operators.isEmpty()) {
            apply(numbers, operators.pop());
        }
        if (numbers.size() != 1) {
            throw new IllegalArgumentException("no expression: " + question);
        }
        return numbers.pop().toString();
    }

    private static int rank(String operator) {
        return operator.equals("(") ? 0 : operator.equals("*") ? 2 : 1;
    }

    private static void apply(Deque<BigInteger> numbers, String operator) {
        BigInteger right = numbers.pop();
        BigInteger left = numbers.pop();
        numbers.push(
                switch (operator) {
                    case "+" -> left.add(right);
                    case "-" -> left.subtract(right);
                    default -> left.multiply(right);
                });
    }
}
