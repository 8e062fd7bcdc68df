package org.greater4j.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.engine.TokenGradient;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.LetterTokenizer;
import org.greater4j.optimize.RandomSession;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/** A model of letters whose answers are random, but functions of a seed; it can die at any question that its sessions are asked. */
public class LetterModel implements GradientModel {
    /** Stands for the death of the process. */
    public static final class Killed extends RuntimeException {}

    private static final int ODD_EXAMPLE = 2;

    private final long seed;
    private final boolean pruning;
    private final int lastQuestion;
    private final List<Assessment> remembered = new ArrayList<>();
    private String sha256 = "0";
    private Map<String, String> settings = Map.of();
    private String dtype = "float32";
    private boolean parts;
    private int oddQuestion;
    private @Nullable Double oddGradient;
    private @Nullable ExampleAssessment oddAssessment;
    private @Nullable RuntimeException failure;
    private int questions;
    private int generations;
    private long assessed;

    /** @param lastQuestion the number of the question, from 1, that is not answered any more */
    public LetterModel(long seed, boolean pruning, int lastQuestion) {
        this.seed = seed;
        this.pruning = pruning;
        this.lastQuestion = lastQuestion;
    }

    /** The same answers, by another file on another machine, as its description tells. */
    public LetterModel described(String otherSha256, Map<String, String> otherSettings) {
        sha256 = otherSha256;
        settings = Map.copyOf(otherSettings);
        return this;
    }

    /** The first gradient from the given question on has this number for the third example. */
    LetterModel withGradient(int question, double number) {
        oddQuestion = question;
        oddGradient = number;
        return this;
    }

    /** The assessments of the given question have this for the third example. */
    LetterModel withAssessment(int question, ExampleAssessment odd) {
        oddQuestion = question;
        oddAssessment = odd;
        return this;
    }

    /** Told to compute in this format; the third example's reasoning comes out otherwise than it did, as near ties make it. */
    LetterModel parting(String format) {
        dtype = format;
        parts = true;
        return this;
    }

    private static ExampleAssessment parted(ExampleAssessment before) {
        return new ExampleAssessment(
                before.chain(), !before.mistake(), 1.1 * before.answerLoss(), before.fluencyLoss());
    }

    /** Any question from the given one on fails. */
    LetterModel failing(int question, RuntimeException error) {
        oddQuestion = question;
        failure = error;
        return this;
    }

    private static Assessment withOdd(Assessment assessment, ExampleAssessment odd) {
        List<ExampleAssessment> examples = new ArrayList<>(assessment.examples());
        examples.set(ODD_EXAMPLE, odd);
        return Assessment.of(assessment.prompt(), examples);
    }

    /** Questions that sessions were asked. */
    public int questions() {
        return questions;
    }

    /** Batches of texts that were continued. */
    int generations() {
        return generations;
    }

    /** Pairs of prompt and example that sessions assessed. */
    long assessed() {
        return assessed;
    }

    /** What sessions were told of earlier ones. */
    List<Assessment> remembered() {
        return remembered;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo("letters", "none", "nowhere", sha256, 1, 1 << 20, dtype, "cpu", settings);
    }

    @Override
    public Tokenizer tokenizer() {
        return new LetterTokenizer();
    }

    @Override
    public ChatTemplate chatTemplate() {
        return (messages, addGenerationPrompt) -> {
            StringBuilder chat = new StringBuilder();
            messages.forEach(message -> chat.append(message.content()));
            return chat + (addGenerationPrompt ? " z" : "");
        };
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        generations++;
        List<Generation> written = new ArrayList<>();
        for (int[] turn : turns) {
            int[] answer = tokenizer().encode(Math.floorMod(Arrays.hashCode(turn), 7) < 4 ? "y" : "n");
            written.add(new Generation(new int[] {turn.length % 26}, true, answer));
            finished.accept(written.size());
        }
        return written;
    }

    @Override
    public ReasoningSession open(List<Frame> frames, SessionSettings settings) {
        return new RandomSession(seed, frames.size(), pruning) {
            @Override
            public Proposals propose(Prompt prompt, int position, int k) {
                ask();
                return super.propose(prompt, position, k);
            }

            @Override
            public TokenGradient gradient(Prompt prompt, int position, int[] candidates) {
                ask();
                TokenGradient gradient = super.gradient(prompt, position, candidates);
                if (questions >= oddQuestion && oddGradient != null) {
                    gradient.perExample()[ODD_EXAMPLE][0] = oddGradient;
                }
                return gradient;
            }

            @Override
            public List<Assessment> assess(List<Prompt> prompts, Cutoff cutoff) {
                ask();
                long before = cost().tokens();
                List<Assessment> assessments = super.assess(prompts, cutoff);
                assessed += cost().tokens() - before;
                if (parts) {
                    return assessments.stream()
                            .map(one -> withOdd(one, parted(one.examples().get(ODD_EXAMPLE))))
                            .toList();
                }
                return questions >= oddQuestion && oddAssessment != null
                        ? assessments.stream()
                                .map(one -> withOdd(one, oddAssessment))
                                .toList()
                        : assessments;
            }

            @Override
            public void remember(Assessment assessment) {
                remembered.add(assessment);
                super.remember(assessment);
            }
        };
    }

    private void ask() {
        if (++questions >= lastQuestion) {
            throw new Killed();
        }
        if (questions >= oddQuestion && failure != null) {
            throw failure;
        }
    }

    @Override
    public Cost cost() {
        return Cost.NONE;
    }

    @Override
    public void close() {}
}
