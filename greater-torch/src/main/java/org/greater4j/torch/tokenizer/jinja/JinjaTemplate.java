package org.greater4j.torch.tokenizer.jinja;

import java.util.HashMap;
import java.util.Map;

/** A template, ready to be rendered any number of times; thread-safe. */
public final class JinjaTemplate {
    private final Statement body;

    private JinjaTemplate(Statement body) {
        this.body = body;
    }

    /**
     * Parses a template.
     *
     * @throws JinjaException ({@code SYNTAX}), naming the line
     */
    public static JinjaTemplate parse(String template) {
        try {
            return new JinjaTemplate(StatementParser.parse(template));
        } catch (StackOverflowError e) {
            throw JinjaException.syntax(1, "expected a template that can be read, found one that is nested too deep");
        }
    }

    /**
     * Renders the template.
     *
     * @param variables strings, booleans, longs, doubles, lists, maps with string keys, {@link None}s and {@link Callable}s
     * @throws JinjaException of any kind but {@code SYNTAX}
     */
    public String render(Map<String, ?> variables) {
        return render(variables, new Rendering());
    }

    String render(Map<String, ?> variables, Rendering rendering) {
        Map<String, Object> names = new HashMap<>(Functions.ALL);
        names.putAll(variables);
        try {
            rendering.run(() -> body.run(new Scope(rendering, names)));
        } catch (StackOverflowError e) {
            // values that hold themselves, or nesting and calls both near their limits
            throw Rendering.limit("values or calls that are nested too deep");
        }
        return rendering.text();
    }
}
