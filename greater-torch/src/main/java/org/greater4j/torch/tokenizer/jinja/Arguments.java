package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in the brackets of a call. */
record Arguments(List<Expression> positional, Map<String, Expression> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

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
        in.expectOperator("(");
        while (!in.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                in.expectOperator(",");
                if (in.skipOperator(")")) {
                    break;
                }
            }
            if (in.peek().kind() == Token.Kind.NAME && in.peekSecond().isOperator("=")) {
                String name = in.next().text();
                in.next();
                named.put(name, expressions.expression());
            } else {
                positional.add(expressions.expression());
            }
        }
        return new Arguments(positional, named);
    }

    List<Object> positional(Scope scope) {
        List<Object> values = new ArrayList<>(positional.size());
        for (Expression expression : positional) {
            values.add(expression.evaluate(scope));
        }
        return values;
    }

    Map<String, Object> named(Scope scope) {
        Map<String, Object> values = new LinkedHashMap<>();
        named.forEach((name, expression) -> values.put(name, expression.evaluate(scope)));
        return values;
    }

    Evaluated values(Scope scope) {
        return new Evaluated(positional(scope), named(scope));
    }
}
