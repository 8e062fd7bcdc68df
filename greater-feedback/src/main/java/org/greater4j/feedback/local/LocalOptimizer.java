package org.greater4j.feedback.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.greater4j.engine.Draws;
import org.greater4j.engine.Generation;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.engine.Seeds;
import org.greater4j.engine.TextModel;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.text.Message;
import org.jspecify.annotations.Nullable;

/**
 * A model of the engine that answers chats, all calls of one kind as one batch.
 *
 * <p>What a call draws depends on its messages, its seed and its sample alone. A model whose chat template takes no system message is told
 * it at the start of the user's. A call that does not fit the context is a failed reply.
 */
public final class LocalOptimizer implements OptimizerModel {
    private final TextModel model;

    /** @param model stays the caller's */
    public LocalOptimizer(TextModel model) {
        this.model = model;
    }

    @Override
    public String name() {
        return "local:" + model.info().name();
    }

    /** How replies of one batch are made. */
    private record Kind(double temperature, double topP, int maxTokens, List<String> stops) {
        static Kind of(Sampling sampling) {
            return new Kind(sampling.temperature(), sampling.topP(), sampling.maxTokens(), sampling.stops());
        }
    }

    @Override
    public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
        @Nullable ChatReply[] replies = new ChatReply[calls.size()];
        int[][] turns = new int[calls.size()][];
        Map<Kind, List<Integer>> batches = new LinkedHashMap<>();
        int failed = 0;
        for (int at = 0; at < calls.size(); at++) {
            ChatCall call = calls.get(at);
            turns[at] = encode(call.messages());
            int needed = turns[at].length + call.sampling().maxTokens();
            if (needed > model.info().contextLength()) {
                failed++;
                replies[at] = ChatReply.failed(
                        "request: expected at most " + model.info().contextLength()
                                + " tokens with its reply (the model's context), found " + needed);
            } else {
                batches.computeIfAbsent(Kind.of(call.sampling()), kind -> new ArrayList<>())
                        .add(at);
            }
        }
        int done = failed;
        for (Map.Entry<Kind, List<Integer>> batch : batches.entrySet()) {
            List<Integer> places = batch.getValue();
            int before = done;
            List<Generation> generations = model.generate(
                    places.stream().map(at -> turns[at]).toList(),
                    plan(batch.getKey(), calls, places, turns),
                    count -> finished.accept(before + count));
            for (int at = 0; at < places.size(); at++) {
                int place = places.get(at);
                replies[place] = reply(
                        turns[place].length, generations.get(at), batch.getKey().stops());
            }
            done += places.size();
        }
        finished.accept(done);
        return Stream.of(replies).map(Objects::requireNonNull).toList();
    }

    @Override
    public long mostTokens(ChatCall call) {
        return (long) encode(call.messages()).length + call.sampling().maxTokens();
    }

    /** Nothing: the model is its owner's. */
    @Override
    public void close() {}

    private static GenerationPlan plan(Kind kind, List<ChatCall> calls, List<Integer> places, int[][] turns) {
        long[] seeds =
                places.stream().mapToLong(at -> seed(calls.get(at), turns[at])).toArray();
        return GenerationPlan.drawn(kind.maxTokens(), kind.stops(), new Draws(kind.temperature(), kind.topP(), seeds));
    }

    private ChatReply reply(int readTokens, Generation generation, List<String> stops) {
        if (generation.failure() != null) {
            return ChatReply.failed(generation.failure());
        }
        String text = model.tokenizer().decode(generation.chain());
        int end = stops.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return new ChatReply(
                text.substring(0, end), generation.ended(), new Usage(readTokens, generation.chain().length));
    }

    private int[] encode(List<Message> messages) {
        return model.tokenizer().encode(render(messages));
    }

    private String render(List<Message> messages) {
        try {
            return model.chatTemplate().render(messages, true);
        } catch (GreaterException refused) {
            List<Message> merged = withoutSystem(messages);
            if (merged.equals(messages)) {
                throw refused;
            }
            return model.chatTemplate().render(merged, true);
        }
    }

    private static List<Message> withoutSystem(List<Message> messages) {
        if (messages.size() < 2
                || !messages.get(0).role().equals("system")
                || !messages.get(1).role().equals("user")) {
            return messages;
        }
        List<Message> merged = new ArrayList<>(messages.subList(1, messages.size()));
        merged.set(
                0,
                Message.user(
                        messages.get(0).content() + "\n\n" + messages.get(1).content()));
        return merged;
    }

    private static long seed(ChatCall call, int[] turn) {
        long mixed = call.sampling().seed();
        for (long part : new long[] {Arrays.hashCode(turn), call.sample()}) {
            mixed = Seeds.mixed((mixed + part) * Seeds.GOLDEN + 1);
        }
        return mixed;
    }
}
