package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code for … in … if …}, with {@code else} for no element at all. Names set in the body are gone after each round. Where it is {@code
 * recursive}, a call of {@code loop} in the body runs it over other elements, one level deeper.
 */
record Loop(
        Target target, Expression items, Expression condition, Statement body, Statement otherwise, boolean recursive)
        implements Statement {
    /** What {@code loop} is inside a loop. */
    static final class State implements Callable {
        private final Loop loop;
        private final Scope outside;
        private final List<Object> elements;
        private final int depth;
        private int index;
        private @Nullable Object seen;

        private State(Loop loop, Scope outside, List<Object> elements, int depth) {
            this.loop = loop;
            this.outside = outside;
            this.elements = elements;
            this.depth = depth;
        }

        Object attribute(String name) {
            int length = elements.size();
            int at = index;
            return switch (name) {
                case "index" -> (long) at + 1;
                case "index0" -> (long) at;
                case "revindex" -> (long) length - at;
                case "revindex0" -> (long) length - at - 1;
                case "first" -> at == 0;
                case "last" -> at == length - 1;
                case "length" -> (long) length;
                case "depth" -> (long) depth;
                case "depth0" -> depth - 1L;
                case "previtem" -> at > 0 ? elements.get(at - 1) : new Undefined("loop.previtem");
                case "nextitem" -> at + 1 < length ? elements.get(at + 1) : new Undefined("loop.nextitem");
                case "cycle" ->
                    (Callable) (values, named) -> values.isEmpty() ? None.NONE : values.get(at % values.size());
                case "changed" -> (Callable) (values, named) -> changed(values);
                default -> new Undefined("loop." + name);
            };
        }

        private boolean changed(List<Object> values) {
            boolean changed = seen == null || !Values.equal(seen, values);
            seen = values;
            return changed;
        }

        @Override
        public Object call(List<Object> arguments, Map<String, Object> named) {
            if (!loop.recursive || arguments.size() != 1) {
                throw JinjaException.failed(
                        loop.recursive
                                ? "expected one argument of loop, found " + arguments.size()
                                : "expected a recursive loop to call, found another one");
            }
            Rendering rendering = outside.rendering();
            rendering.enterCall();
            rendering.capture();
            loop.run(outside, arguments.get(0), depth + 1);
            rendering.leaveCall();
            return rendering.captured();
        }
    }

    @Override
    public Flow run(Scope scope) {
        return run(scope, items.evaluate(scope), 1);
    }

    private Flow run(Scope scope, Object over, int depth) {
        List<Object> elements = new ArrayList<>();
        for (Object element : Values.elements(over)) {
            scope.rendering().step();
            Scope candidate = scope.child();
            target.assign(candidate, element);
            if (Values.truth(condition.evaluate(candidate))) {
                elements.add(element);
            }
        }
        if (elements.isEmpty()) {
            return otherwise.run(scope);
        }
        Rendering.made(elements);
        State state = new State(this, scope, elements, depth);
        for (int i = 0; i < elements.size(); i++) {
            scope.rendering().step();
            state.index = i;
            Scope round = scope.child();
            round.set("loop", state);
            target.assign(round, elements.get(i));
            if (body.run(round) == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }
}
