package org.greater4j.app;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.optimize.FixedPrompt;
import org.greater4j.optimize.GreaterOptimizer;
import org.greater4j.optimize.Optimizer;

/** The methods that there are. */
public enum Methods implements Method {
    /** The initial prompt as it is: what every other method is held against. */
    INITIAL("initial", "initial prompt", false) {
        @Override
        public Optimizer optimizer(PreparedSearch search) {
            return fixed(search);
        }
    },

    /** One sentence that asks for reasoning, for any task (Kojima et al. 2022). */
    ZERO_SHOT_COT("zero-shot-cot", "zero-shot CoT", false) {
        @Override
        public RunConfig configure(RunConfig config) {
            return config.withInit(ZERO_SHOT_COT_PROMPT);
        }

        @Override
        public Optimizer optimizer(PreparedSearch search) {
            return fixed(search);
        }
    },

    /** Gradients over reasoning. */
    GREATER("greater", "GReaTer", true) {
        @Override
        public Optimizer optimizer(PreparedSearch search) {
            return new GreaterOptimizer(
                    search.config().search(), search.framing().tokenizer(), search::roundTrips);
        }
    };

    /** The sentence of {@link #ZERO_SHOT_COT}. */
    public static final String ZERO_SHOT_COT_PROMPT = "Let's think step by step.";

    private final String label;
    private final String title;
    private final boolean searches;

    Methods(String label, String title, boolean searches) {
        this.label = label;
        this.title = title;
        this.searches = searches;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean searches() {
        return searches;
    }

    /** The method of a name, if there is one. */
    public static Optional<Method> find(String label) {
        return Arrays.<Method>stream(values())
                .filter(method -> method.label().equals(label))
                .findFirst();
    }

    /**
     * The method of a name.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if there is none
     */
    public static Method of(String label) {
        return find(label).orElseThrow(() -> new GreaterException(ErrorCode.INVALID_OPTION, problem(label)));
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Methods::label).toList();
    }

    static String problem(String label) {
        return "--method: expected one of " + String.join(", ", labels()) + ", found '" + label + "'";
    }

    private static Optimizer fixed(PreparedSearch search) {
        return new FixedPrompt(search.config().search().weights());
    }
}
