package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;

/** {@code for … in … if …}, with {@code else} for no element at all. Names set in the body are gone after each round. */
record Loop(List<String> targets, Expression items, Expression condition, Statement body, Statement otherwise)
        implements Statement {
    /** What {@code loop} is inside a loop. */
    record State(List<Object> elements, int index) {
        Object attribute(String name) {
            int length = elements.size();
            return switch (name) {
                case "index" -> (long) index + 1;
                case "index0" -> (long) index;
                case "revindex" -> (long) length - index;
                case "revindex0" -> (long) length - index - 1;
                case "first" -> index == 0;
                case "last" -> index == length - 1;
                case "length" -> (long) length;
                case "depth" -> 1L; // only recursive loops are deeper
                case "depth0" -> 0L;
                case "previtem" -> index > 0 ? elements.get(index - 1) : new Undefined("loop.previtem");
                case "nextitem" -> index + 1 < length ? elements.get(index + 1) : new Undefined("loop.nextitem");
                case "cycle" ->
                    (Callable) (values, named) -> values.isEmpty() ? None.NONE : values.get(index % values.size());
                default -> new Undefined("loop." + name);
            };
        }
    }

    @Override
    public Flow run(Scope scope) {
        List<Object> elements = new ArrayList<>();
        for (Object element : Values.elements(items.evaluate(scope))) {
            scope.rendering().step();
            Scope candidate = scope.child();
            StatementParser.assign(candidate, targets, element);
            if (Values.truth(condition.evaluate(candidate))) {
                elements.add(element);
            }
        }
        if (elements.isEmpty()) {
            return otherwise.run(scope);
        }
        for (int i = 0; i < elements.size(); i++) {
            scope.rendering().step();
            Scope round = scope.child();
            round.set("loop", new State(elements, i));
            StatementParser.assign(round, targets, elements.get(i));
            if (body.run(round) == Flow.BREAK) {
                break;
            }
        }
        return Flow.NEXT;
    }
}
