package org.greater4j.app.playground;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.ReasoningSession;
import org.greater4j.engine.SessionSettings;
import org.greater4j.objective.Frame;
import org.greater4j.text.ChatTemplate;
import org.greater4j.text.Tokenizer;

/** A model that counts how often one was closed. */
record ClosingModel(GradientModel model, AtomicInteger closed) implements GradientModel {
    @Override
    public ModelInfo info() {
        return model.info();
    }

    @Override
    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    @Override
    public ChatTemplate chatTemplate() {
        return model.chatTemplate();
    }

    @Override
    public List<Generation> generate(List<int[]> turns, GenerationPlan plan, IntConsumer finished) {
        return model.generate(turns, plan, finished);
    }

    @Override
    public ReasoningSession open(List<Frame> frames, SessionSettings settings) {
        return model.open(frames, settings);
    }

    @Override
    public Cost cost() {
        return model.cost();
    }

    @Override
    public void close() {
        closed.incrementAndGet();
        model.close();
    }
}
