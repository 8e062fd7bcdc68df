package org.greater4j.torch.tokenizer.jinja;

/** Gives a value. */
@FunctionalInterface
interface Expression {
    Object evaluate(Scope scope);
}
