package org.greater4j.evaluate;

/**
 * An example that could not be measured. It says nothing about the prompt, so it is neither right nor wrong nor unanswered, and no
 * accuracy is taken over it.
 *
 * @param exampleId the {@linkplain org.greater4j.task.Example#id example's name}
 * @param reason why, in one line
 */
public record ExampleError(String exampleId, String reason) {}
