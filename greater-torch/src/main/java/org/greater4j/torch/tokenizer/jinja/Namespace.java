package org.greater4j.torch.tokenizer.jinja;

import java.util.Map;

/** What {@code namespace()} gives: attributes that can be set from within a loop. */
record Namespace(Map<String, Object> attributes) {}
