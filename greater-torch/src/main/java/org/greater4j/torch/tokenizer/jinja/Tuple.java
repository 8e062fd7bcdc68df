package org.greater4j.torch.tokenizer.jinja;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that can't be changed and is written with round brackets; its elements may have names. */
final class Tuple extends AbstractList<Object> {
    private final List<Object> elements;
    private final List<String> names;

    Tuple(List<Object> elements) {
        this(elements, List.of());
    }

    private Tuple(List<Object> elements, List<String> names) {
        this.elements = elements;
        this.names = names;
    }

    static Tuple of(Object... elements) {
        return new Tuple(List.of(elements));
    }

    static Tuple named(List<String> names, Object... elements) {
        return new Tuple(List.of(elements), names);
    }

    /** The element of a name, if there is one. */
    @Nullable
    Object named(String name) {
        int at = names.indexOf(name);
        return at < 0 ? null : elements.get(at);
    }

    @Override
    public Object get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size();
    }
}
