package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the brackets of a call.
 *
 * @param rest a list of further positional ones, written with {@code *}; at most one
 * @param restNamed a map of further named ones, written with {@code **}; at most one
 */
record Arguments(
        List<Expression> positional,
        Map<String, Expression> named,
        @Nullable Expression rest,
        @Nullable Expression restNamed) {
    static final Arguments NONE = new Arguments(List.of(), Map.of(), null, null);

    static Arguments of(Expression only) {
        return new Arguments(List.of(only), Map.of(), null, null);
    }

    /** Arguments that have their values; which name belongs to which position is for the one who asks to say. */
    record Evaluated(List<Object> positional, Map<String, Object> named) {
        Object get(int position, String name, Object absent) {
            if (position < positional.size()) {
                return positional.get(position);
            }
            return named.getOrDefault(name, absent);
        }

        Object required(int position, String name) {
            Object value = get(position, name, None.NONE);
            if (value == None.NONE) {
                throw JinjaException.failed("expected an argument " + name);
            }
            return value;
        }
    }

    static Arguments parse(TokenReader in, ExpressionParser expressions) {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        Expression rest = null;
        Expression restNamed = null;
        boolean first = true;
        in.expectOperator("(");
        while (!in.skipOperator(")")) {
            if (!first) {
                in.expectOperator(",");
                if (in.skipOperator(")")) {
                    break;
                }
            }
            first = false;
            if (rest == null && restNamed == null && in.skipOperator("*")) {
                rest = expressions.expression();
            } else if (restNamed == null && in.skipOperator("**")) {
                restNamed = expressions.expression();
            } else if (in.peek().kind() == Token.Kind.NAME && in.peekSecond().isOperator("=")) {
                String name = in.next().text();
                in.next();
                named.put(name, expressions.expression());
            } else if (named.isEmpty() && rest == null && restNamed == null) {
                positional.add(expressions.expression());
            } else {
                throw in.unexpected("an argument by name after others by name");
            }
        }
        return new Arguments(positional, named, rest, restNamed);
    }

    Evaluated values(Scope scope) {
        List<Object> values = new ArrayList<>(positional.size());
        for (Expression expression : positional) {
            values.add(expression.evaluate(scope));
        }
        if (rest != null) {
            values.addAll(Values.elements(rest.evaluate(scope)));
        }
        Map<String, Object> byName = new LinkedHashMap<>();
        named.forEach((name, expression) -> byName.put(name, expression.evaluate(scope)));
        if (restNamed != null) {
            if (!(restNamed.evaluate(scope) instanceof Map<?, ?> map)) {
                throw JinjaException.failed("expected a map after **, found something else");
            }
            map.forEach((name, value) -> byName.put(Values.text(name), value));
        }
        return new Evaluated(values, byName);
    }
}
