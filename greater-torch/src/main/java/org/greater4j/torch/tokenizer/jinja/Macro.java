package org.greater4j.torch.tokenizer.jinja;

import java.util.List;
import java.util.Map;

/** A macro: gives the text that its body writes, in the scope where it was made. */
record Macro(String name, Map<String, Expression> parameters, Statement body, Scope home) implements Callable {
    @Override
    public Object call(List<Object> arguments, Map<String, Object> named) {
        if (arguments.size() > parameters.size() || !parameters.keySet().containsAll(named.keySet())) {
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
        Rendering rendering = home.rendering();
        rendering.enterCall();
        rendering.capture();
        body.run(scope);
        rendering.leaveCall();
        return rendering.captured();
    }
}
