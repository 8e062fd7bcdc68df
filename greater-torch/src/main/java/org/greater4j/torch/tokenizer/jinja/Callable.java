package org.greater4j.torch.tokenizer.jinja;

import java.util.List;
import java.util.Map;

/** A function that a template may call; macros and methods are ones too. */
@FunctionalInterface
public interface Callable {
    /** Calls it with arguments by position and by name. */
    Object call(List<Object> arguments, Map<String, Object> named);
}
