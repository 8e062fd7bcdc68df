package org.greater4j.torch.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.objective.Prompt;
import org.greater4j.torch.decoder.Decoder;
import org.greater4j.torch.decoder.Precision;
import org.greater4j.torch.decoder.TinyModel;
import org.greater4j.torch.memory.MemoryGate;

/**
 * A small model and some examples around a prompt, drawn from a seed: parts of different lengths, answers of one to three tokens, chains
 * that end and chains that do not.
 *
 * <p>With an even seed the question is in the head, with an odd one all heads are equal and the tails differ (the prompt as the system
 * message).
 */
record Situation(
        long seed,
        TinyModel model,
        TinyTokenizer tokenizer,
        BitSet ends,
        List<Frame> frames,
        SessionSettings settings) {
    static Situation of(long seed) {
        return of(seed, 1 + (int) (seed % 5));
    }

    static Situation of(long seed, int examples) {
        return of(seed, examples, TinyModel.random(seed));
    }

    static Situation of(long seed, int examples, TinyModel model) {
        Random random = new Random(seed);
        int vocabulary = model.config().vocabulary();
        boolean sharedHead = seed % 2 == 1;
        int[] head = ids(random, vocabulary, 1 + random.nextInt(9));
        List<Frame> frames = new ArrayList<>();
        for (int j = 0; j < examples; j++) {
            frames.add(new Frame(
                    sharedHead ? head : ids(random, vocabulary, 1 + random.nextInt(12)),
                    ids(random, vocabulary, random.nextInt(sharedHead ? 10 : 4)),
                    ids(random, vocabulary, 1 + random.nextInt(4)),
                    ids(random, vocabulary, 1 + random.nextInt(3))));
        }
        TinyTokenizer tokenizer = new TinyTokenizer(vocabulary);
        BitSet allowed = new BitSet();
        allowed.set(TinyTokenizer.FULL_STOP, vocabulary);
        allowed.clear(TinyTokenizer.FILLER, TinyTokenizer.WORDS);
        BitSet ends = new BitSet();
        // some random tokens end a chain too, or few would end early
        ends.set(0, 2);
        for (int id : ids(random, vocabulary, 8)) {
            ends.set(id);
        }
        return new Situation(
                seed,
                model,
                tokenizer,
                ends,
                frames,
                new SessionSettings(random.nextInt(11), 0.2 + random.nextDouble(), random.nextDouble(), allowed));
    }

    Random random() {
        return new Random(~seed);
    }

    Decoder decoder(Precision precision) {
        return model.decoder(precision);
    }

    TorchReasoningSession fast(Decoder decoder) {
        return new TorchReasoningSession(decoder, ends, frames, settings);
    }

    TorchReasoningSession fast(Decoder decoder, EngineTuning tuning) {
        return new TorchReasoningSession(decoder, ends, frames, settings, tuning);
    }

    TorchReasoningSession fast(Decoder decoder, MemoryGate gate) {
        return new TorchReasoningSession(decoder, ends, frames, settings, EngineTuning.DEFAULT, gate);
    }

    PlainReasoningSession plain(Decoder decoder) {
        return new PlainReasoningSession(decoder, ends, frames, settings);
    }

    Prompt prompt(Random random, int length) {
        int[] ids = new int[length];
        for (int at = 0; at < length; at++) {
            ids[at] = TinyTokenizer.WORDS + random.nextInt(tokenizer.vocabularySize() - TinyTokenizer.WORDS);
        }
        return Prompt.of(ids, tokenizer);
    }

    /** Some distinct ids, the current one among them, ascending. */
    int[] candidates(Random random, int current, int count) {
        SortedSet<Integer> candidates = new TreeSet<>(List.of(current));
        while (candidates.size() < count) {
            candidates.add(random.nextInt(tokenizer.vocabularySize()));
        }
        return candidates.stream().mapToInt(Integer::intValue).toArray();
    }

    Situation withSettings(SessionSettings changed) {
        return new Situation(seed, model, tokenizer, ends, frames, changed);
    }

    Situation withMaxNewTokens(int maxNewTokens) {
        return withSettings(new SessionSettings(
                maxNewTokens, settings.answerTemperature(), settings.fluencyWeight(), settings.allowed()));
    }

    @Override
    public String toString() {
        return "seed " + seed + " (" + model.config() + ", " + frames.size() + " examples, chains of at most "
                + settings.maxNewTokens() + ")";
    }

    static int[] ids(Random random, int vocabulary, int count) {
        int[] ids = new int[count];
        Arrays.setAll(ids, at -> random.nextInt(vocabulary));
        return ids;
    }
}
