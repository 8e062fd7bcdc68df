package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiles expressions, from the loosest to the tightest operator, in the order of Jinja's own parser. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenReader in;
    private final OperandParser operands;

    ExpressionParser(TokenReader in) {
        this.in = in;
        this.operands = new OperandParser(in, this);
    }

    /** An expression, or several with commas between them, which make a list. */
    Expression tuple(boolean conditional) {
        Expression first = conditional ? expression() : or();
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (in.skipOperator(",")) {
            if (endsTuple()) {
                break;
            }
            items.add(conditional ? expression() : or());
        }
        Expression list = OperandParser.list(items);
        return scope -> new Tuple(Values.elements(list.evaluate(scope)));
    }

    private boolean endsTuple() {
        Token token = in.peek();
        return token.kind() == Token.Kind.PRINT_END
                || token.kind() == Token.Kind.BLOCK_END
                || token.isOperator(")")
                || token.isOperator("=");
    }

    Expression expression() {
        in.enter();
        Expression value = or();
        while (in.skipName("if")) {
            Expression then = value;
            Expression condition = or();
            Expression otherwise =
                    in.skipName("else") ? expression() : scope -> new Undefined("the inline if without else");
            value = scope -> Values.truth(condition.evaluate(scope)) ? then.evaluate(scope) : otherwise.evaluate(scope);
        }
        in.leave();
        return value;
    }

    Expression or() {
        Expression left = and();
        while (in.skipName("or")) {
            Expression first = left;
            Expression second = and();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Values.truth(value) ? value : second.evaluate(scope);
            };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.skipName("and")) {
            Expression first = left;
            Expression second = not();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Values.truth(value) ? second.evaluate(scope) : value;
            };
        }
        return left;
    }

    private Expression not() {
        if (in.peek().isName("not")) {
            in.next();
            in.enter();
            Expression value = not();
            in.leave();
            return scope -> !Values.truth(value.evaluate(scope));
        }
        return comparison();
    }

    /** {@code a < b < c} holds if both parts do. */
    private Expression comparison() {
        Expression left = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> operands = new ArrayList<>(List.of(left));
        for (String operator = comparisonOperator(); operator != null; operator = comparisonOperator()) {
            operators.add(operator);
            operands.add(sum());
        }
        if (operators.isEmpty()) {
            return left;
        }
        return scope -> {
            Object first = operands.get(0).evaluate(scope);
            for (int i = 0; i < operators.size(); i++) {
                Object second = operands.get(i + 1).evaluate(scope);
                if (!Values.compare(operators.get(i), first, second)) {
                    return false;
                }
                first = second;
            }
            return true;
        };
    }

    private @Nullable String comparisonOperator() {
        Token token = in.peek();
        if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
            return in.next().text();
        }
        if (in.skipName("in")) {
            return "in";
        }
        if (token.isName("not") && in.peekSecond().isName("in")) {
            in.next();
            in.next();
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (true) {
            if (in.skipOperator("+")) {
                left = binary(left, concatenation(), Arithmetic::add);
            } else if (in.skipOperator("-")) {
                left = binary(left, concatenation(), Arithmetic::subtract);
            } else {
                return left;
            }
        }
    }

    private Expression concatenation() {
        Expression left = product();
        while (in.skipOperator("~")) {
            left = binary(left, product(), (a, b) -> Arithmetic.join(Values.text(a), Values.text(b)));
        }
        return left;
    }

    private Expression product() {
        Expression left = power();
        while (true) {
            if (in.skipOperator("*")) {
                left = binary(left, power(), Arithmetic::multiply);
            } else if (in.skipOperator("/")) {
                left = binary(left, power(), Arithmetic::divide);
            } else if (in.skipOperator("//")) {
                left = binary(left, power(), Arithmetic::floorDivide);
            } else if (in.skipOperator("%")) {
                left = binary(left, power(), Arithmetic::remainder);
            } else {
                return left;
            }
        }
    }

    private Expression power() {
        Expression left = unary(true);
        while (in.skipOperator("**")) {
            left = binary(left, unary(true), Arithmetic::power);
        }
        return left;
    }

    static Expression binary(Expression left, Expression right, BinaryOperator<Object> operation) {
        return scope -> {
            scope.rendering().step();
            return operation.apply(left.evaluate(scope), right.evaluate(scope));
        };
    }

    private Expression unary(boolean withFilters) {
        Expression value;
        in.enter();
        if (in.skipOperator("-")) {
            Expression positive = unary(false);
            value = scope -> Arithmetic.negate(positive.evaluate(scope));
        } else if (in.skipOperator("+")) {
            Expression operand = unary(false);
            value = scope -> Arithmetic.add(0L, operand.evaluate(scope));
        } else {
            value = operands.operand();
        }
        value = operands.withPostfix(value);
        value = withFilters ? filters(value) : value;
        in.leave();
        return value;
    }

    /** An expression that ends with a call, of which this is the last one. */
    Call lastCall() {
        return operands.lastCall();
    }

    /** Filters, tests and the calls of what they give. */
    private Expression filters(Expression value) {
        Expression result = value;
        while (true) {
            if (in.skipOperator("|")) {
                result = filter(result);
            } else if (in.skipName("is")) {
                result = test(result);
            } else if (in.peek().isOperator("(")) {
                result = operands.callOf(result);
            } else {
                return result;
            }
        }
    }

    /** The filter named next, applied to a value. */
    Expression filter(Expression value) {
        int line = in.peek().line();
        String name = in.expectName();
        Filters.Filter filter = Filters.named(name);
        if (filter == null) {
            throw JinjaException.syntax(line, "expected a known filter, found '" + name + "'");
        }
        Arguments arguments = in.peek().isOperator("(") ? Arguments.parse(in, this) : Arguments.NONE;
        return scope -> {
            scope.rendering().step();
            return Rendering.made(filter.apply(value.evaluate(scope), arguments.values(scope)));
        };
    }

    private Expression test(Expression value) {
        boolean negated = in.skipName("not");
        int line = in.peek().line();
        String name = in.expectName();
        Tests.Test test = Tests.named(name);
        if (test == null) {
            throw JinjaException.syntax(line, "expected a known test, found '" + name + "'");
        }
        Arguments arguments = Arguments.NONE;
        if (in.peek().isOperator("(")) {
            arguments = Arguments.parse(in, this);
        } else if (startsTestArgument()) {
            arguments = Arguments.of(operands.withPostfix(operands.operand()));
        }
        Arguments all = arguments;
        return scope -> test.holds(value.evaluate(scope), all.values(scope).positional()) != negated;
    }

    private boolean startsTestArgument() {
        Token token = in.peek();
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME ->
                !Set.of("else", "or", "and", "is", "in", "not", "if", "recursive")
                        .contains(token.text());
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
    }
}
