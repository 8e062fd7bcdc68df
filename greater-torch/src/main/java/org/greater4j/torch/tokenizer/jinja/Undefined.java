package org.greater4j.torch.tokenizer.jinja;

/** What a name, key or index that doesn't exist gives: false and empty, but an error to look into or to calculate with. */
record Undefined(String what) {
    JinjaException error() {
        return new JinjaException(JinjaException.Kind.FAILED, what + " is undefined");
    }
}
