package org.greater4j.evaluate;

import org.greater4j.task.Example;

/**
 * A question under a prompt.
 *
 * @param prompt put into the turn as it is
 * @param example of the task
 */
public record PromptedExample(String prompt, Example example) {}
