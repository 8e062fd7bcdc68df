package org.greater4j.torch.tokenizer.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A macro: gives the text that its body writes, in the scope where it was made.
 *
 * @param takesMore whether the body asks for the arguments that have no parameter ({@code varargs})
 * @param takesMoreNamed the same for those given by name ({@code kwargs})
 */
record Macro(
        String name,
        Map<String, Expression> parameters,
        Statement body,
        Scope home,
        boolean takesMore,
        boolean takesMoreNamed)
        implements Callable {
    /** The name by which a {@code call} block gives its body. */
    static final String CALLER = "caller";

    @Override
    public Object call(List<Object> arguments, Map<String, Object> named) {
        Map<String, Object> more = new LinkedHashMap<>(named);
        more.keySet().removeAll(parameters.keySet());
        Object caller = more.remove(CALLER);
        if ((arguments.size() > parameters.size() && !takesMore) || (!more.isEmpty() && !takesMoreNamed)) {
            throw JinjaException.failed("macro " + name + ": expected the arguments " + parameters.keySet() + ", found "
                    + arguments.size() + " by position and " + named.keySet() + " by name");
        }
        Scope scope = home.child();
        int position = 0;
        for (Map.Entry<String, Expression> parameter : parameters.entrySet()) {
            Object value;
            if (position < arguments.size()) {
                value = arguments.get(position);
            } else if (named.containsKey(parameter.getKey())) {
                value = named.get(parameter.getKey());
            } else {
                value = parameter.getValue().evaluate(scope);
            }
            scope.set(parameter.getKey(), value);
            position++;
        }
        if (takesMore) {
            scope.set("varargs", new Tuple(arguments.subList(Math.min(position, arguments.size()), arguments.size())));
        }
        if (takesMoreNamed) {
            scope.set("kwargs", more);
        }
        if (caller != null) {
            scope.set(CALLER, caller);
        }
        Rendering rendering = home.rendering();
        rendering.enterCall();
        rendering.capture();
        body.run(scope);
        rendering.leaveCall();
        return rendering.captured();
    }
}
