package org.greater4j.task;

/**
 * One labelled question.
 *
 * @param id names the example in records and errors, unique in its task, such as {@code navigate#17}
 * @param question what the model is asked, without instructions
 * @param answer the right answer, as {@link AnswerFormat#normalise} writes it
 */
public record Example(String id, String question, String answer) {}
