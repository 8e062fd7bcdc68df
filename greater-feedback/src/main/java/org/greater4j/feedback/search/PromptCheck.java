package org.greater4j.feedback.search;

import java.util.Optional;

/** Tells whether a text can be a prompt of the task model at all. */
@FunctionalInterface
public interface PromptCheck {
    /** What keeps the text from being a prompt, such as that it is too long for the model's context; empty if nothing does. */
    Optional<String> problem(String text);
}
