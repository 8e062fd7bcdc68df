package org.greater4j.tasks.generated;

import java.util.List;
import java.util.Random;
import org.greater4j.task.AnswerFormat;

/** Makes questions of one kind with their right answers. Without state; thread-safe. */
public interface TaskGenerator {
    /** Name without {@code gen/}. */
    String name();

    /** One line that says what is asked. */
    String description();

    /** What each difficulty means, from difficulty 1 on. */
    List<String> difficulties();

    /** What the answers of a difficulty look like. */
    AnswerFormat answerFormat(int difficulty);

    /**
     * Makes one question.
     *
     * @param difficulty from 1 to the number of {@link #difficulties}
     * @param random the only source of choice; equal states give equal questions
     */
    Drawn generate(int difficulty, Random random);

    /** One question and its right answer. */
    record Drawn(String question, String answer) {}
}
