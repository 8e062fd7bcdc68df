package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles what operators stand between: literals, names and brackets, with the members, slices and calls that follow them. */
final class OperandParser {
    private final TokenReader in;
    private final ExpressionParser expressions;

    OperandParser(TokenReader in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    static Expression list(List<Expression> items) {
        return scope -> {
            Rendering.work(items.size());
            List<Object> values = new ArrayList<>(items.size());
            for (Expression item : items) {
                values.add(item.evaluate(scope));
            }
            return Rendering.made(values);
        };
    }

    /** A literal, a name, or what stands in brackets. */
    Expression operand() {
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
        Expression value = expressions.tuple(true);
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
            items.add(expressions.expression());
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
            keys.add(expressions.expression());
            in.expectOperator(":");
            values.add(expressions.expression());
        }
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(Values.key(keys.get(i).evaluate(scope)), values.get(i).evaluate(scope));
            }
            return Rendering.made(map);
        };
    }

    /** The value with the members and calls that follow it. */
    Expression withPostfix(Expression value) {
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
            return ExpressionParser.binary(base, constant(integer(token)), Attributes::item);
        } else if (token.kind() == Token.Kind.NAME) {
            return scope -> Attributes.attribute(base.evaluate(scope), token.text());
        }
        throw JinjaException.syntax(token.line(), "expected a name, found " + token.description());
    }

    Call lastCall() {
        Expression value = operand();
        while (true) {
            if (startsMember()) {
                value = member(value);
                continue;
            }
            int line = in.peek().line();
            Call call = new Call(value, Arguments.parse(in, expressions), line);
            if (!startsMember() && !in.peek().isOperator("(")) {
                return call;
            }
            value = scope -> call.evaluate(scope, Map.of());
        }
    }

    Expression callOf(Expression function) {
        int line = in.peek().line();
        Call call = new Call(function, Arguments.parse(in, expressions), line);
        return scope -> call.evaluate(scope, Map.of());
    }

    private static Expression constant(Object value) {
        return scope -> value;
    }

    private Expression subscript(Expression base) {
        Expression from = in.peek().isOperator(":") ? constant(None.NONE) : expressions.expression();
        if (in.skipOperator("]")) {
            return ExpressionParser.binary(base, from, Attributes::item);
        }
        in.expectOperator(":");
        Expression to = endsSlicePart() ? constant(None.NONE) : expressions.expression();
        Expression step = constant(None.NONE);
        if (in.skipOperator(":")) {
            step = endsSlicePart() ? step : expressions.expression();
        }
        in.expectOperator("]");
        Expression stride = step;
        return scope ->
                Slices.slice(base.evaluate(scope), from.evaluate(scope), to.evaluate(scope), stride.evaluate(scope));
    }

    private boolean endsSlicePart() {
        return in.peek().isOperator(":") || in.peek().isOperator("]");
    }
}
