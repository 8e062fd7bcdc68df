package org.greater4j.app;

import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.search.TaskModel;

/** The model that answers, as a search in words asks it: with prompts that are put into their place letter by letter. */
record SpelledQuestions(AskedModel asked) implements TaskModel {
    @Override
    public Answers answer(List<PromptedExample> pairs, IntConsumer finished) {
        Cost before = asked.cost();
        List<ExampleResult> results =
                asked.evaluator().answer(pairs.stream().map(this::spelled).toList(), finished);
        return new Answers(results, asked.cost().minus(before));
    }

    @Override
    public long mostTokens(PromptedExample question) {
        return asked.evaluator().mostTokens(spelled(question));
    }

    private PromptedExample spelled(PromptedExample pair) {
        return new PromptedExample(asked.prompt(pair.prompt()).text(), pair.example());
    }
}
