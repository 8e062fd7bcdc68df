package org.greater4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.OptionScorer;
import org.greater4j.engine.TextModel;
import org.greater4j.error.NotFiniteException;
import org.greater4j.objective.Framing;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A model behind token ids as a respondent: the extractor is appended to its reasoning, in the same turn, and it goes on writing.
 *
 * <p>Where the model can score options ({@link OptionScorer}) and a question has some, the likeliest is told too.
 */
final class TokenRespondent implements Respondent {
    /** What a reply may be longer than the longest right answer: a currency sign, separators, a fraction, the closing quote. */
    private static final int SPARE_ANSWER_TOKENS = 8;

    private final TextModel model;
    private final Framing framing;
    private final GenerationPlan plan;
    private final @Nullable OptionChoice options;

    /** @param maxNewTokens most tokens of a reasoning chain, at least 1 */
    TokenRespondent(TextModel model, Framing framing, Task task, int maxNewTokens) {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("evaluator: expected maxNewTokens of at least 1, found " + maxNewTokens);
        }
        this.model = model;
        this.framing = framing;
        Tokenizer tokenizer = framing.tokenizer();
        this.plan = new GenerationPlan(
                maxNewTokens,
                tokenizer.encode(task.extractor()),
                longestAnswer(task, tokenizer) + SPARE_ANSWER_TOKENS,
                answerStops(tokenizer, task));
        this.options = model instanceof OptionScorer scorer ? new OptionChoice(scorer, task, tokenizer) : null;
    }

    /** One batch for all: the weights are read once for all of them. */
    @Override
    public List<Reply> ask(List<PromptedExample> asked, IntConsumer finished) {
        return generate(asked, turns(asked), finished).stream()
                .map(generation -> reply(generation, null))
                .toList();
    }

    @Override
    public long mostTokens(PromptedExample question) {
        return (long) framing.encodeTurn(question.example().question(), question.prompt()).length
                + plan.lead().length
                + plan.maxNewTokens()
                + plan.maxAnswerTokens();
    }

    @Override
    public List<Reply> askWithOptions(List<PromptedExample> asked, IntConsumer finished) {
        if (options == null) {
            return ask(asked, finished);
        }
        List<int[]> turns = turns(asked);
        List<Generation> generations = generate(asked, turns, finished);
        List<Example> examples = asked.stream().map(PromptedExample::example).toList();
        List<@Nullable String> likeliest = options.likeliest(examples, turns, generations);
        List<Reply> replies = new ArrayList<>(turns.size());
        for (int row = 0; row < turns.size(); row++) {
            replies.add(reply(generations.get(row), likeliest.get(row)));
        }
        return replies;
    }

    private List<Generation> generate(List<PromptedExample> asked, List<int[]> turns, IntConsumer finished) {
        try {
            return model.generate(turns, plan, finished);
        } catch (NotFiniteException e) {
            throw e.named("example " + asked.get(e.index()).example().id());
        }
    }

    private List<int[]> turns(List<PromptedExample> asked) {
        return asked.stream()
                .map(pair -> framing.encodeTurn(pair.example().question(), pair.prompt()))
                .toList();
    }

    private Reply reply(Generation generation, @Nullable String likeliestOption) {
        Tokenizer tokenizer = framing.tokenizer();
        int[] ids = generation.answer();
        int length = ids.length;
        while (length > 0 && tokenizer.isSpecial(ids[length - 1])) {
            length--;
        }
        return new Reply(
                tokenizer.decode(generation.chain()),
                generation.chain().length,
                generation.ended(),
                tokenizer.decode(Arrays.copyOf(ids, length)),
                likeliestOption,
                generation.failure());
    }

    private static int longestAnswer(Task task, Tokenizer tokenizer) {
        int longest = 0;
        for (Example example : task.examples()) {
            longest = Math.max(longest, tokenizer.encode(example.answer()).length);
        }
        return longest;
    }

    /**
     * Ids that close an answer: the quote, the line's end and the task's stop words, alone or merged with other characters, and every
     * special token. Where the extractor opens no quote, one that stands at the start of a token may open the answer, so it closes none;
     * where it does close it, the rest is cut off when the answer is read. So is a stop word of several tokens.
     */
    private static BitSet answerStops(Tokenizer tokenizer, Task task) {
        List<String> stopWords = task.details().stopWords();
        BitSet stops = new BitSet(tokenizer.vocabularySize());
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            String text = tokenizer.decode(id);
            int quote = text.indexOf('"');
            boolean closes = (quote >= 0
                            && (task.opensQuote() || !text.substring(0, quote).isBlank()))
                    || text.indexOf('\n') >= 0
                    || stopWords.stream().anyMatch(text::contains);
            stops.set(id, closes || tokenizer.isSpecial(id));
        }
        return stops;
    }
}
