package org.greater4j.engine;

import java.util.List;
import java.util.function.Supplier;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Prompt;

/**
 * A session whose answers are looked at before anybody decides by them: a number that is not finite ends the question, and the example that
 * it came from is named.
 *
 * <p>Comparisons with NaN are false, so a search would not notice one and choose by it. Sessions of the engine find such numbers where they
 * arise, and are told the examples' names here; this stands in front of every session, whoever made it.
 */
public final class FiniteAnswers extends ForwardingSession {
    private final List<String> examples;

    /**
     * @param session is closed with this one
     * @param examples names of the N training examples, in order
     */
    public FiniteAnswers(ReasoningSession session, List<String> examples) {
        super(session);
        this.examples = List.copyOf(examples);
    }

    @Override
    public Proposals propose(Prompt prompt, int position, int k) {
        return named(() -> super.propose(prompt, position, k));
    }

    @Override
    public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
        TokenGradient gradient = named(() -> super.gradient(prompt, position, candidates));
        for (int j = 0; j < gradient.perExample().length; j++) {
            require("gradient", j, gradient.perExample()[j]);
            require("gradient", j, gradient.answerLosses()[j], gradient.fluencyLosses()[j]);
        }
        return gradient;
    }

    @Override
    public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
        List<Assessment> assessments = named(() -> super.assess(prompts, cutoff));
        for (Assessment assessment : assessments) {
            for (int j = 0; j < assessment.examples().size(); j++) {
                ExampleAssessment example = assessment.examples().get(j);
                require("assessment", j, example.fluencyLoss());
                // no number stands for an example that was left out; a complete assessment leaves none out
                if (example.assessed() || assessment.complete()) {
                    require("assessment", j, example.answerLoss());
                }
            }
        }
        return assessments;
    }

    private void require(String work, int example, double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new NotFiniteException(work + " of training example", example, value)
                        .named(examples.get(example));
            }
        }
    }

    // the engine knows numbers of examples alone
    private <T> T named(Supplier<T> question) {
        try {
            return question.get();
        } catch (NotFiniteException e) {
            throw e.named(examples.get(e.index()));
        }
    }
}
