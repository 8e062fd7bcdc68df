package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiles expressions, from the loosest to the tightest operator, in the order of Jinja's own parser. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenReader in;

    ExpressionParser(TokenReader in) {
        this.in = in;
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
        Expression list = list(items);
        return scope -> new Tuple(Values.elements(list.evaluate(scope)));
    }

    private boolean endsTuple() {
        Token token = in.peek();
        return token.kind() == Token.Kind.PRINT_END
                || token.kind() == Token.Kind.BLOCK_END
                || token.isOperator(")")
                || token.isOperator("=");
    }

    private static Expression list(List<Expression> items) {
        return scope -> {
            List<Object> values = new ArrayList<>(items.size());
            for (Expression item : items) {
                values.add(item.evaluate(scope));
            }
            return values;
        };
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

    private static Expression binary(Expression left, Expression right, BinaryOperator<Object> operation) {
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
            value = primary();
        }
        value = postfix(value);
        value = withFilters ? filters(value) : value;
        in.leave();
        return value;
    }

    private Expression primary() {
        Token token = in.next();
        switch (token.kind()) {
            case NAME -> {
                return name(token.text());
            }
            case STRING -> {
                StringBuilder joined = new StringBuilder(token.text());
                while (in.peek().kind() == Token.Kind.STRING) {
                    joined.append(in.next().text());
                }
                String string = joined.toString();
                return scope -> string;
            }
            case INTEGER -> {
                return constant(integer(token));
            }
            case FLOAT -> {
                Double number = Double.valueOf(token.text().replace("_", ""));
                return scope -> number;
            }
            default -> {
                if (token.isOperator("(")) {
                    return parenthesis();
                } else if (token.isOperator("[")) {
                    return list(items("]"));
                } else if (token.isOperator("{")) {
                    return map();
                }
                throw JinjaException.syntax(token.line(), "expected an expression, found " + token.description());
            }
        }
    }

    private static Long integer(Token token) {
        String text = token.text();
        int radix = text.length() < 2
                ? 10
                : switch (text.charAt(1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 10;
                };
        try {
            return Long.valueOf(radix == 10 ? text : text.substring(2), radix);
        } catch (NumberFormatException e) {
            throw JinjaException.syntax(token.line(), "expected an integer below 2^63, found " + text);
        }
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> scope -> true;
            case "false", "False" -> scope -> false;
            case "none", "None" -> scope -> None.NONE;
            default -> scope -> scope.get(name);
        };
    }

    private Expression parenthesis() {
        if (in.skipOperator(")")) {
            return scope -> Tuple.of();
        }
        Expression value = tuple(true);
        in.expectOperator(")");
        return value;
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!in.skipOperator(close)) {
            if (!items.isEmpty()) {
                in.expectOperator(",");
                if (in.skipOperator(close)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression map() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!in.skipOperator("}")) {
            if (!keys.isEmpty()) {
                in.expectOperator(",");
                if (in.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expression());
            in.expectOperator(":");
            values.add(expression());
        }
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(Values.key(keys.get(i).evaluate(scope)), values.get(i).evaluate(scope));
            }
            return map;
        };
    }

    private Expression postfix(Expression value) {
        Expression result = value;
        while (true) {
            if (in.peek().isOperator("(")) {
                result = callOf(result);
            } else if (startsMember()) {
                result = member(result);
            } else {
                return result;
            }
        }
    }

    private boolean startsMember() {
        return in.peek().isOperator(".") || in.peek().isOperator("[");
    }

    /** {@code .name}, {@code .0} or {@code [key]} of a value. */
    private Expression member(Expression base) {
        if (in.skipOperator("[")) {
            return subscript(base);
        }
        in.expectOperator(".");
        Token token = in.next();
        if (token.kind() == Token.Kind.INTEGER) {
            return binary(base, constant(integer(token)), Attributes::item);
        } else if (token.kind() == Token.Kind.NAME) {
            return scope -> Attributes.attribute(base.evaluate(scope), token.text());
        }
        throw JinjaException.syntax(token.line(), "expected a name, found " + token.description());
    }

    /** A function and what stands in the brackets after it. */
    record Call(Expression function, Arguments arguments, int line) {
        Object evaluate(Scope scope, Map<String, Object> more) {
            scope.rendering().step();
            Object target = function.evaluate(scope);
            if (target instanceof Undefined undefined) {
                throw JinjaException.failed(
                        "line " + line + ": " + undefined.what() + " is undefined, and no function");
            }
            if (!(target instanceof Callable callable)) {
                throw JinjaException.failed("line " + line + ": " + Values.typeName(target) + " is no function");
            }
            Arguments.Evaluated values = arguments.values(scope);
            values.named().putAll(more);
            return callable.call(values.positional(), values.named());
        }
    }

    /** An expression that ends with a call, of which this is the last one. */
    Call lastCall() {
        Expression value = primary();
        while (true) {
            if (startsMember()) {
                value = member(value);
                continue;
            }
            int line = in.peek().line();
            Call call = new Call(value, Arguments.parse(in, this), line);
            if (!startsMember() && !in.peek().isOperator("(")) {
                return call;
            }
            value = scope -> call.evaluate(scope, Map.of());
        }
    }

    private Expression callOf(Expression function) {
        int line = in.peek().line();
        Call call = new Call(function, Arguments.parse(in, this), line);
        return scope -> call.evaluate(scope, Map.of());
    }

    private static Expression constant(Object value) {
        return scope -> value;
    }

    private Expression subscript(Expression base) {
        Expression from = in.peek().isOperator(":") ? constant(None.NONE) : expression();
        if (in.skipOperator("]")) {
            return binary(base, from, Attributes::item);
        }
        in.expectOperator(":");
        Expression to = endsSlicePart() ? constant(None.NONE) : expression();
        Expression step = constant(None.NONE);
        if (in.skipOperator(":")) {
            step = endsSlicePart() ? step : expression();
        }
        in.expectOperator("]");
        Expression stride = step;
        return scope ->
                Slices.slice(base.evaluate(scope), from.evaluate(scope), to.evaluate(scope), stride.evaluate(scope));
    }

    private boolean endsSlicePart() {
        return in.peek().isOperator(":") || in.peek().isOperator("]");
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
                result = callOf(result);
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
            return filter.apply(value.evaluate(scope), arguments.values(scope));
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
            arguments = Arguments.of(postfix(primary()));
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
