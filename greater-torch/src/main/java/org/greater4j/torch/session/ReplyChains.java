package org.greater4j.torch.session;

import java.util.BitSet;
import java.util.List;
import org.greater4j.engine.Draws;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.text.Tokenizer;
import org.greater4j.torch.generate.Drafting;
import org.greater4j.torch.generate.GreedyChain;
import org.greater4j.torch.generate.GrowingChain;
import org.greater4j.torch.generate.SampledChain;
import org.greater4j.torch.generate.StopWords;
import org.greater4j.torch.generate.TokenDraw;
import org.jspecify.annotations.Nullable;

/** Makes the chains of a plan: greedy ones, or drawn ones with a seed for each text. */
final class ReplyChains {
    private final GenerationPlan plan;
    private final BitSet ends;
    private final Drafting drafting;
    private final StopWords stopWords;
    private final @Nullable TokenDraw draw;
    private final long[] seeds;

    ReplyChains(GenerationPlan plan, BitSet ends, Drafting drafting, Tokenizer tokenizer, int texts) {
        this.plan = plan;
        this.ends = ends;
        this.drafting = drafting;
        this.stopWords = StopWords.of(plan.stopWords(), tokenizer);
        Draws draws = plan.draws();
        this.seeds = draws == null ? new long[0] : draws.seeds();
        if (draws != null && seeds.length != texts) {
            throw new IllegalArgumentException(
                    "generation: expected a seed for each of " + texts + " texts, found " + seeds.length);
        }
        // at temperature 0 the likeliest token has all the probability
        this.draw = draws == null || draws.temperature() == 0 ? null : new TokenDraw(draws.temperature(), draws.topP());
    }

    /** An empty chain for a text. */
    GrowingChain chain(int text) {
        return draw == null
                ? new GreedyChain(ends, plan.maxNewTokens(), List.of(), drafting, stopWords)
                : new SampledChain(ends, plan.maxNewTokens(), stopWords, draw, seeds[text]);
    }
}
