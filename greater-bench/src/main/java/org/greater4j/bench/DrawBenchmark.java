package org.greater4j.bench;

import java.util.BitSet;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import org.greater4j.optimize.Candidates;
import org.greater4j.torch.session.LikeliestTokens;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a step does with the examples' distributions: the k likeliest of each, and the intersection of their proposals. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DrawBenchmark {
    private static final int VOCABULARY = 49_152;
    // of SmolLM2's vocabulary about this share are words
    private static final double WORDS = 0.6;

    @Param({"10", "50"})
    public int k = 10;

    private final BitSet allowed = new BitSet();
    private final float[] logProbabilities = new float[VOCABULARY];
    private int[][] proposals = {};
    private int step;

    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int id = 0; id < VOCABULARY; id++) {
            allowed.set(id, random.nextDouble() < WORDS);
            logProbabilities[id] = (float) (-20 + 4 * random.nextGaussian());
        }
        // examples agree on some of their proposals
        proposals = new int[50][];
        for (int j = 0; j < proposals.length; j++) {
            proposals[j] = random.ints(0, 3 * k).distinct().limit(k).toArray();
        }
    }

    @Benchmark
    public int[] likeliestTokens() {
        return LikeliestTokens.pick(logProbabilities, allowed, 17, k);
    }

    @Benchmark
    public SortedSet<Integer> intersection() {
        return Candidates.draw(proposals, 5, 5, Candidates.random(1, step++));
    }
}
