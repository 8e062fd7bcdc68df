package org.greater4j.torch.tokenizer.jinja;

import java.util.Map;

/** A function and what stands in the brackets after it. */
record Call(Expression function, Arguments arguments, int line) {
    Object evaluate(Scope scope, Map<String, Object> more) {
        scope.rendering().step();
        Object target = function.evaluate(scope);
        if (target instanceof Undefined undefined) {
            throw JinjaException.failed("line " + line + ": " + undefined.what() + " is undefined, and no function");
        }
        if (!(target instanceof Callable callable)) {
            throw JinjaException.failed("line " + line + ": " + Values.typeName(target) + " is no function");
        }
        Arguments.Evaluated values = arguments.values(scope);
        values.named().putAll(more);
        return Rendering.made(callable.call(values.positional(), values.named()));
    }
}
