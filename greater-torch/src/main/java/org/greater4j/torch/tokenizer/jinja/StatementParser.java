package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles text, prints and statements. */
final class StatementParser {
    private final TokenReader in;
    private final ExpressionParser expressions;

    private StatementParser(TokenReader in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
    }

    static Statement parse(String template) {
        StatementParser parser = new StatementParser(new TokenReader(Lexer.tokens(template)));
        Statement body = parser.body(Set.of());
        if (parser.in.peek().kind() != Token.Kind.END) {
            throw parser.in.unexpected("the end of the template");
        }
        return body;
    }

    /** Statements up to a tag with one of these names, of which the name is left to be read; or to the end of the template. */
    private Statement body(Set<String> ends) {
        in.enter();
        List<Statement> statements = new ArrayList<>();
        while (in.peek().kind() != Token.Kind.END) {
            Token token = in.next();
            switch (token.kind()) {
                case TEXT -> statements.add(write(token.text()));
                case PRINT_BEGIN -> {
                    statements.add(print(expressions.tuple(true)));
                    in.expect(Token.Kind.PRINT_END, "the end '}}' of the tag");
                }
                case BLOCK_BEGIN -> {
                    if (in.peek().kind() == Token.Kind.NAME
                            && ends.contains(in.peek().text())) {
                        in.leave();
                        return Statement.sequence(statements);
                    }
                    statements.add(statement());
                }
                default ->
                    throw JinjaException.syntax(token.line(), "expected text or a tag, found " + token.description());
            }
        }
        if (!ends.isEmpty()) {
            throw in.unexpected("one of the tags " + ends);
        }
        in.leave();
        return Statement.sequence(statements);
    }

    private void endTag() {
        in.expect(Token.Kind.BLOCK_END, "the end '%}' of the tag");
    }

    /** The body of a statement up to its end tag, which is read too. */
    private Statement bodyTo(String end) {
        Statement body = body(Set.of(end));
        in.next();
        endTag();
        return body;
    }

    private static Statement write(String text) {
        return scope -> {
            scope.rendering().write(text);
            return Statement.Flow.NEXT;
        };
    }

    private static Statement print(Expression value) {
        return scope -> {
            scope.rendering().write(Values.text(value.evaluate(scope)));
            return Statement.Flow.NEXT;
        };
    }

    private Statement statement() {
        int line = in.peek().line();
        String name = in.expectName();
        switch (name) {
            case "if" -> {
                return ifStatement();
            }
            case "for" -> {
                return forStatement();
            }
            case "set" -> {
                return set();
            }
            case "macro" -> {
                return macro();
            }
            case "filter" -> {
                return filter();
            }
            case "generation" -> {
                // marks what a model is trained on; the text is the same
                endTag();
                return bodyTo("endgeneration");
            }
            case "break", "continue" -> {
                endTag();
                return scope -> name.equals("break") ? Statement.Flow.BREAK : Statement.Flow.CONTINUE;
            }
            default ->
                throw JinjaException.syntax(
                        line,
                        "expected one of the statements if, for, set, macro, filter, raw, generation, break and continue, found '"
                                + name + "'");
        }
    }

    private Statement ifStatement() {
        List<Expression> conditions = new ArrayList<>();
        List<Statement> bodies = new ArrayList<>();
        Statement otherwise = Statement.sequence(List.of());
        conditions.add(expressions.tuple(true));
        endTag();
        bodies.add(body(Set.of("elif", "else", "endif")));
        while (true) {
            String tag = in.expectName();
            if (tag.equals("elif")) {
                conditions.add(expressions.tuple(true));
                endTag();
                bodies.add(body(Set.of("elif", "else", "endif")));
            } else if (tag.equals("else")) {
                endTag();
                otherwise = bodyTo("endif");
                break;
            } else {
                endTag();
                break;
            }
        }
        Statement last = otherwise;
        return scope -> {
            for (int i = 0; i < conditions.size(); i++) {
                if (Values.truth(conditions.get(i).evaluate(scope))) {
                    return bodies.get(i).run(scope);
                }
            }
            return last.run(scope);
        };
    }

    private Statement forStatement() {
        List<String> targets = targets();
        in.expectName("in");
        Expression items = expressions.tuple(false);
        Expression condition = in.skipName("if") ? expressions.expression() : scope -> true;
        if (in.peek().isName("recursive")) {
            throw in.unexpected("a loop that is not recursive");
        }
        endTag();
        Statement body = body(Set.of("else", "endfor"));
        boolean hasElse = in.expectName().equals("else");
        endTag();
        Statement otherwise = hasElse ? bodyTo("endfor") : Statement.sequence(List.of());
        return new Loop(targets, items, condition, body, otherwise);
    }

    private List<String> targets() {
        boolean bracket = in.skipOperator("(");
        List<String> names = new ArrayList<>(List.of(in.expectName()));
        while (in.skipOperator(",")) {
            names.add(in.expectName());
        }
        if (bracket) {
            in.expectOperator(")");
        }
        return names;
    }

    private Statement set() {
        if (in.peekSecond().isOperator(".")) {
            String namespace = in.expectName();
            in.next();
            String attribute = in.expectName();
            in.expectOperator("=");
            Expression value = expressions.tuple(true);
            endTag();
            return scope -> {
                if (!(scope.get(namespace) instanceof Namespace target)) {
                    throw JinjaException.failed("expected a namespace to set " + attribute + " of, found "
                            + Values.typeName(scope.get(namespace)) + " in " + namespace);
                }
                target.attributes().put(attribute, value.evaluate(scope));
                return Statement.Flow.NEXT;
            };
        }
        List<String> names = targets();
        if (in.skipOperator("=")) {
            Expression value = expressions.tuple(true);
            endTag();
            return scope -> {
                assign(scope, names, value.evaluate(scope));
                return Statement.Flow.NEXT;
            };
        }
        Expression captured = scope -> scope.rendering().captured();
        while (in.skipOperator("|")) {
            captured = expressions.filter(captured);
        }
        endTag();
        Statement body = bodyTo("endset");
        Expression value = captured;
        return scope -> {
            scope.rendering().capture();
            Statement.Flow flow = body.run(scope.child());
            assign(scope, names, value.evaluate(scope));
            return flow;
        };
    }

    /** Gives a value to a name, or the elements of a value to several names. */
    static void assign(Scope scope, List<String> names, Object value) {
        if (names.size() == 1) {
            scope.set(names.get(0), value);
            return;
        }
        List<Object> values = Values.elements(value);
        if (values.size() != names.size()) {
            throw JinjaException.failed(
                    "expected " + names.size() + " values for " + names + ", found " + values.size());
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), values.get(i));
        }
    }

    private Statement filter() {
        Expression value = expressions.filter(scope -> scope.rendering().captured());
        while (in.skipOperator("|")) {
            value = expressions.filter(value);
        }
        endTag();
        Statement body = bodyTo("endfilter");
        Expression filtered = value;
        return scope -> {
            scope.rendering().capture();
            Statement.Flow flow = body.run(scope.child());
            scope.rendering().write(Values.text(filtered.evaluate(scope)));
            return flow;
        };
    }

    private Statement macro() {
        String name = in.expectName();
        Map<String, Expression> parameters = new LinkedHashMap<>();
        in.expectOperator("(");
        while (!in.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                in.expectOperator(",");
            }
            String parameter = in.expectName();
            boolean hasDefault = in.skipOperator("=");
            parameters.put(
                    parameter,
                    hasDefault ? expressions.expression() : scope -> new Undefined("parameter '" + parameter + "'"));
        }
        endTag();
        Statement body = bodyTo("endmacro");
        return scope -> {
            scope.set(name, new Macro(name, parameters, body, scope));
            return Statement.Flow.NEXT;
        };
    }
}
