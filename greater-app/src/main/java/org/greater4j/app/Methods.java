package org.greater4j.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.method.Ape;
import org.greater4j.feedback.method.EvoPrompt;
import org.greater4j.feedback.method.Gepa;
import org.greater4j.feedback.method.IterativeApe;
import org.greater4j.feedback.method.Opro;
import org.greater4j.feedback.method.Pe2;
import org.greater4j.feedback.method.ProTeGi;
import org.greater4j.feedback.method.Scale;
import org.greater4j.feedback.method.TextGrad;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.optimize.FixedPrompt;
import org.greater4j.optimize.GreaterOptimizer;
import org.greater4j.optimize.Optimizer;
import org.greater4j.tasks.NearMatches;
import org.jspecify.annotations.Nullable;

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
        public RunConfig heeded(RunConfig config) {
            return config;
        }

        @Override
        public Optimizer optimizer(PreparedSearch search) {
            return new GreaterOptimizer(
                    search.config().search(), search.framing().tokenizer(), search::roundTrips);
        }
    },

    /** Guesses the instruction from examples, in one shot. */
    APE("ape", "APE", setup -> new Ape(sizes(setup, Ape.Settings::authors, Ape.Settings::within))),

    /** The same, with variations of the best. */
    APE_ITERATIVE(
            "ape-iterative",
            "iterative APE",
            setup -> new IterativeApe(sizes(setup, IterativeApe.Settings::authors, IterativeApe.Settings::within))),

    /** Reasons for mistakes, and a beam; also known as APO. */
    PROTEGI(
            "protegi",
            "ProTeGi",
            setup -> new ProTeGi(sizes(
                    setup,
                    () -> ProTeGi.Settings.authors(setup.bandit()),
                    scale -> ProTeGi.Settings.within(scale, setup.bandit())))),

    /** Scores of earlier instructions. */
    OPRO(
            "opro",
            "OPRO",
            setup -> new Opro(setup.spelling(sizes(setup, Opro.Settings::authors, Opro.Settings::within)))),

    /** A look at mistakes by a list of questions, and a rewriting. */
    PE2("pe2", "PE2", setup -> new Pe2(sizes(setup, Pe2.Settings::authors, Pe2.Settings::within))),

    /** Feedback on replies, then on the prompt. */
    TEXTGRAD(
            "textgrad",
            "TextGrad",
            setup -> new TextGrad(sizes(setup, TextGrad.Settings::authors, TextGrad.Settings::within))),

    /** A population that evolves by crossover and mutation. */
    EVOPROMPT_GA(
            "evoprompt-ga",
            "EvoPrompt GA",
            setup -> EvoPrompt.genetic(sizes(setup, EvoPrompt.Settings::authors, EvoPrompt.Settings::within))),

    /** A population that evolves by differences. */
    EVOPROMPT_DE(
            "evoprompt-de",
            "EvoPrompt DE",
            setup -> EvoPrompt.differential(sizes(setup, EvoPrompt.Settings::authors, EvoPrompt.Settings::within))),

    /** Reflection, with parents from a Pareto front. */
    GEPA(
            "gepa",
            "GEPA",
            setup -> new Gepa(
                    setup.merging(sizes(setup, () -> Gepa.Settings.authors(setup.dev()), Gepa.Settings::within))));

    /** The sentence of {@link #ZERO_SHOT_COT}. */
    public static final String ZERO_SHOT_COT_PROMPT = "Let's think step by step.";

    /** Other names: what the paper calls a method, and what has one name for several forms of which the first is meant. */
    private static final Map<String, String> ALIASES = Map.of("apo", "protegi", "evoprompt", "evoprompt-ga");

    private final String label;
    private final String title;
    private final boolean searches;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final @Nullable Function<FeedbackSetup, PromptSearch> feedback;

    Methods(String label, String title, boolean searches) {
        this.label = label;
        this.title = title;
        this.searches = searches;
        this.feedback = null;
    }

    Methods(String label, String title, Function<FeedbackSetup, PromptSearch> feedback) {
        this.label = label;
        this.title = title;
        this.searches = true;
        this.feedback = feedback;
    }

    @Override
    public Optimizer optimizer(PreparedSearch search) {
        throw new GreaterException(
                ErrorCode.UNSUPPORTED_OPTION,
                "--method " + label
                        + ": expected a method that asks a session, such as greater, found one by text feedback;"
                        + " choose another here");
    }

    @Override
    public Optional<PromptSearch> feedback(FeedbackSetup setup) {
        return Optional.ofNullable(feedback).map(search -> search.apply(setup));
    }

    @Override
    public boolean usesFeedback() {
        return feedback != null;
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

    /**
     * The method of a name, if there is one; {@code apo} is another name of {@link #PROTEGI}, {@code evoprompt} of {@link
     * #EVOPROMPT_GA}.
     */
    public static Optional<Method> find(String label) {
        String name = ALIASES.getOrDefault(label, label);
        return Arrays.<Method>stream(values())
                .filter(method -> method.label().equals(name))
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
        List<String> near = NearMatches.of(label, labels());
        return "--method: expected one of " + String.join(", ", labels()) + ", found '" + label + "'"
                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }

    private static <T> T sizes(FeedbackSetup setup, Supplier<T> authors, Function<Scale, T> within) {
        Scale scale = setup.scale();
        return scale == null ? authors.get() : within.apply(scale);
    }

    private static Optimizer fixed(PreparedSearch search) {
        return new FixedPrompt(search.config().search().weights());
    }
}
