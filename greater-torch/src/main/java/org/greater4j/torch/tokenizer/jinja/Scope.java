package org.greater4j.torch.tokenizer.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values: those of the template, and one more layer for each loop and macro that runs. */
final class Scope {
    private final Map<String, Object> names = new HashMap<>();
    private final @Nullable Scope parent;
    private final Rendering rendering;

    Scope(Rendering rendering, Map<String, Object> variables) {
        this.parent = null;
        this.rendering = rendering;
        names.putAll(variables);
    }

    private Scope(Scope parent) {
        this.parent = parent;
        this.rendering = parent.rendering;
    }

    Scope child() {
        return new Scope(this);
    }

    Rendering rendering() {
        return rendering;
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Undefined("'" + name + "'");
    }

    void set(String name, Object value) {
        names.put(name, value);
    }
}
