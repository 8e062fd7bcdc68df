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
    /** Loops around what is being read. */
    private int loops;

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
            case "with" -> {
                return with();
            }
            case "call" -> {
                return call();
            }
            case "generation" -> {
                // marks what a model is trained on; the text is the same
                endTag();
                return scoped(bodyTo("endgeneration"));
            }
            case "break", "continue" -> {
                if (loops == 0) {
                    throw JinjaException.syntax(line, "expected " + name + " inside of a loop, found it outside");
                }
                endTag();
                return scope -> name.equals("break") ? Statement.Flow.BREAK : Statement.Flow.CONTINUE;
            }
            default ->
                throw JinjaException.syntax(
                        line,
                        "expected one of the statements if, for, set, with, macro, call, filter, raw, generation, break and continue, found '"
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
        int line = in.peek().line();
        Target target = Target.parse(in);
        if (target instanceof Target.Name name && name.name().equals("loop")) {
            throw JinjaException.syntax(
                    line, "expected a name for the elements, found 'loop', which is the loop's own");
        }
        in.expectName("in");
        Expression items = expressions.tuple(false);
        Expression condition = in.skipName("if") ? expressions.expression() : scope -> true;
        boolean recursive = in.skipName("recursive");
        endTag();
        loops++;
        Statement body = body(Set.of("else", "endfor"));
        loops--;
        boolean hasElse = in.expectName().equals("else");
        endTag();
        Statement otherwise = hasElse ? bodyTo("endfor") : Statement.sequence(List.of());
        return new Loop(target, items, condition, body, otherwise, recursive);
    }

    private Statement set() {
        Target target = Target.parse(in);
        if (in.skipOperator("=")) {
            Expression value = expressions.tuple(true);
            endTag();
            return scope -> {
                target.assign(scope, value.evaluate(scope));
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
            target.assign(scope, value.evaluate(scope));
            return flow;
        };
    }

    /** Values for a while. */
    private Statement with() {
        Map<Target, Expression> values = new LinkedHashMap<>();
        while (in.peek().kind() != Token.Kind.BLOCK_END) {
            if (!values.isEmpty()) {
                in.expectOperator(",");
            }
            Target target = new Target.Name(in.expectName());
            in.expectOperator("=");
            values.put(target, expressions.expression());
        }
        endTag();
        Statement body = bodyTo("endwith");
        return scope -> {
            Scope inner = scope.child();
            values.forEach((target, value) -> target.assign(inner, value.evaluate(scope)));
            return body.run(inner);
        };
    }

    /** Names set in the body are gone after it. */
    private static Statement scoped(Statement body) {
        return scope -> body.run(scope.child());
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
        in.expectOperator("(");
        Map<String, Expression> parameters = parameters();
        endTag();
        int from = in.position();
        Statement body = functionBody("endmacro");
        boolean more = in.names("varargs", from);
        boolean moreNamed = in.names("kwargs", from);
        return scope -> {
            scope.set(name, new Macro(name, parameters, body, scope, more, moreNamed));
            return Statement.Flow.NEXT;
        };
    }

    /** Calls a macro and gives it the body as {@code caller}. */
    private Statement call() {
        Map<String, Expression> parameters = in.skipOperator("(") ? parameters() : Map.of();
        Call call = expressions.lastCall();
        endTag();
        Statement body = functionBody("endcall");
        return scope -> {
            Object caller = new Macro(Macro.CALLER, parameters, body, scope, false, false);
            scope.rendering().write(Values.text(call.evaluate(scope, Map.of(Macro.CALLER, caller))));
            return Statement.Flow.NEXT;
        };
    }

    /** A body that is run from elsewhere, so that no loop around it counts. */
    private Statement functionBody(String end) {
        int outside = loops;
        loops = 0;
        Statement body = bodyTo(end);
        loops = outside;
        return body;
    }

    /** Names, of which the last may have defaults, up to the closing bracket. */
    private Map<String, Expression> parameters() {
        Map<String, Expression> parameters = new LinkedHashMap<>();
        boolean defaults = false;
        while (!in.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                in.expectOperator(",");
            }
            String parameter = in.expectName();
            boolean hasDefault = in.skipOperator("=");
            if (defaults && !hasDefault) {
                throw in.unexpected("a default for parameter '" + parameter + "' after others that have one");
            }
            defaults = hasDefault;
            parameters.put(
                    parameter,
                    hasDefault ? expressions.expression() : scope -> new Undefined("parameter '" + parameter + "'"));
        }
        return parameters;
    }
}
