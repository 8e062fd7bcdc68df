package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.LabelFormat;

/** The value of an expression of True, False, not, and, or, where not binds tighter than and, and and tighter than or. */
final class BooleanExpressions implements TaskGenerator {
    private static final List<Integer> VALUES = List.of(3, 5, 8);
    private static final AnswerFormat FORMAT = new LabelFormat(List.of("False", "True"));

    /** How tightly an expression holds together: an operand looser than its operator needs parentheses. */
    private enum Binding {
        OR,
        AND,
        NOT
    }

    private record Expression(String text, Binding binding, boolean value) {}

    @Override
    public String name() {
        return "boolean_expressions";
    }

    @Override
    public String description() {
        return "value of a Boolean expression";
    }

    @Override
    public List<String> difficulties() {
        return VALUES.stream().map(values -> values + " truth values").toList();
    }

    @Override
    public AnswerFormat answerFormat(int difficulty) {
        return FORMAT;
    }

    @Override
    public Drawn generate(int difficulty, Random random) {
        int values = VALUES.get(difficulty - 1);
        boolean wanted = random.nextBoolean();
        Expression expression = draw(values, random);
        while (expression.value() != wanted) {
            expression = draw(values, random);
        }
        return new Drawn(
                "What is the value of the Boolean expression \"" + expression.text() + "\"?\nOptions:\n- True\n- False",
                wanted ? "True" : "False");
    }

    private static Expression draw(int values, Random random) {
        Expression expression;
        if (values == 1) {
            boolean value = random.nextBoolean();
            expression = new Expression(value ? "True" : "False", Binding.NOT, value);
        } else {
            int left = Draw.between(random, 1, values - 1);
            expression = join(random.nextBoolean(), draw(left, random), draw(values - left, random));
        }
        if (random.nextInt(3) == 0) {
            expression = new Expression("not " + within(expression, Binding.NOT), Binding.NOT, !expression.value());
        }
        return expression;
    }

    private static Expression join(boolean and, Expression left, Expression right) {
        Binding binding = and ? Binding.AND : Binding.OR;
        boolean value = and ? left.value() && right.value() : left.value() || right.value();
        return new Expression(
                within(left, binding) + (and ? " and " : " or ") + within(right, binding), binding, value);
    }

    private static String within(Expression operand, Binding operator) {
        return operand.binding().compareTo(operator) < 0 ? "( " + operand.text() + " )" : operand.text();
    }
}
