package org.greater4j.feedback.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Seeds;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.template.Templates;
import org.greater4j.task.Example;
import org.greater4j.text.Message;

/**
 * All that a method may ask and use: rows, scores, replies, randomness. One for one search. Not thread-safe.
 *
 * <p>Scores are kept by prompt and row, so asking again costs nothing. Before the task model or the optimiser model is asked anything, the
 * journal is: what was answered in an earlier go is not asked again, and the budget is looked at only where something new begins. Work is
 * cut into pieces that the budget holds at their worst, or single calls, so that it is exceeded by less than one call.
 */
public final class Workbench {
    private final Parts parts;
    private final RecordedWork work;
    private final long seed;
    private final Random random;
    private final SearchListener listener;
    private final Set<String> devIds;
    private final Map<PromptedExample, ExampleResult> known = new HashMap<>();
    private final Map<ChatCall, Integer> samples = new HashMap<>();
    private Tally tally = Tally.NONE;
    private int steps;

    /**
     * What a search works with.
     *
     * @param task answers the questions
     * @param optimizer writes prompts
     * @param train rows that feedback comes from
     * @param dev rows that prompts are chosen on
     * @param templates of all requests
     * @param check tells which texts can be prompts
     * @param layout writes a prompt and a question as the task model gets to see them
     */
    public record Parts(
            TaskModel task,
            OptimizerModel optimizer,
            List<Example> train,
            List<Example> dev,
            Templates templates,
            PromptCheck check,
            BinaryOperator<String> layout) {
        public Parts {
            train = List.copyOf(train);
            dev = List.copyOf(dev);
        }
    }

    /** @param seed decides all draws of the method and of the optimiser model */
    public Workbench(Parts parts, Journal journal, Allowance allowance, long seed, SearchListener listener) {
        this.parts = parts;
        this.work = new RecordedWork(parts, journal, allowance, listener);
        this.seed = seed;
        this.random = new Random(Seeds.mixed(seed + Seeds.GOLDEN));
        this.listener = listener;
        this.devIds = parts.dev().stream().map(Example::id).collect(Collectors.toSet());
    }

    /**
     * Runs a method to its end or to that of the budget.
     *
     * @param most finalists
     * @throws GreaterException ({@code NOTHING_MEASURED}) if every question that was asked failed
     */
    public SearchEnd run(PromptSearch method, String initial, int most) {
        String reason;
        try {
            method.search(this, initial);
            reason = "steps";
            work.told(new SearchEvent.Ended(reason));
        } catch (RecordedWork.Spent spent) {
            reason = "budget";
        }
        work.requireMeasured();
        List<RankedPrompt> found = method.found().stream().limit(most).toList();
        return new SearchEnd(
                found.isEmpty() ? List.of(new RankedPrompt(initial, null, 0)) : found, steps, reason, tally);
    }

    /** Rows that feedback comes from. */
    public List<Example> train() {
        return parts.train();
    }

    /** Rows that prompts are chosen on; those of {@link #train} where there is no dev part. */
    public List<Example> dev() {
        return parts.dev().isEmpty() ? parts.train() : parts.dev();
    }

    /** The one source of chance of the method. */
    public Random random() {
        return random;
    }

    /** Templates of the requests. */
    public Templates templates() {
        return parts.templates();
    }

    /** A prompt and a question as the task model gets to see them. */
    public String layout(String prompt, String question) {
        return parts.layout().apply(prompt, question);
    }

    /** What came of all calls so far. */
    public Tally tally() {
        return tally;
    }

    /** What both models took so far. */
    public Cost cost() {
        return work.taskCost().plus(work.optimizerCost());
    }

    /** What the optimiser model took so far. */
    public Cost optimizerCost() {
        return work.optimizerCost();
    }

    /** Seconds that the models worked. */
    public double seconds() {
        return work.seconds();
    }

    /** Puts some prompts to all of some rows. */
    public List<PromptScore> score(List<String> prompts, List<Example> rows) {
        List<PromptScore> scores = new ArrayList<>();
        score(prompts, rows, true, scores::add);
        return scores;
    }

    /**
     * Puts some prompts to all of some rows, many at once.
     *
     * @param each told the score of each prompt, in order, as soon as it is known: what was told is not lost when the budget ends the rest
     */
    public void score(List<String> prompts, List<Example> rows, Consumer<PromptScore> each) {
        score(prompts, rows, true, each);
    }

    /** Puts one prompt to all of some rows. */
    public PromptScore score(String prompt, List<Example> rows) {
        return score(List.of(prompt), rows).get(0);
    }

    /** Puts some prompts to all of some rows whatever is left of the budget: for the choice among finalists, which is outside of it. */
    public List<PromptScore> scoreAtTheEnd(List<String> prompts, List<Example> rows) {
        List<PromptScore> scores = new ArrayList<>();
        score(prompts, rows, false, scores::add);
        return scores;
    }

    /** A prompt of one's own, from a text; empty if it can't be put to the task model. */
    public Optional<String> usable(String text) {
        String prompt = text.strip();
        if (prompt.isEmpty() || parts.check().problem(prompt).isPresent()) {
            tally = tally.withUnusable();
            return Optional.empty();
        }
        return Optional.of(prompt);
    }

    /** Asks the optimiser model; equal requests get draws of their own. */
    public List<ChatReply> ask(String purpose, List<List<Message>> requests, Sampling sampling) {
        List<ChatCall> calls = new ArrayList<>(requests.size());
        for (List<Message> request : requests) {
            ChatCall call = new ChatCall(request, sampling.withSeed(seed), 0);
            int sample = samples.merge(call, 1, Integer::sum) - 1;
            calls.add(call.withSample(sample));
        }
        List<ChatReply> replies = new ArrayList<>(calls.size());
        while (replies.size() < calls.size()) {
            List<ChatReply> next = work.ask(purpose, calls.subList(replies.size(), calls.size()));
            int failed =
                    (int) next.stream().filter(reply -> reply.failure() != null).count();
            tally = tally.withCalls(next.size(), failed);
            replies.addAll(next);
        }
        return replies;
    }

    /**
     * Asks for texts. A reply that can't be read is sent back once with a word on what was expected; after that there is none.
     *
     * @return one per request, in order
     */
    public <T> List<Optional<T>> propose(
            String purpose, List<List<Message>> requests, Sampling sampling, ReplyReader<T> reader) {
        List<ChatReply> replies = ask(purpose, requests, sampling);
        List<Optional<T>> read = new ArrayList<>();
        List<Integer> unread = new ArrayList<>();
        List<List<Message>> repairs = new ArrayList<>();
        for (int at = 0; at < requests.size(); at++) {
            ChatReply reply = replies.get(at);
            Optional<T> one = reply.failure() == null ? reader.read(reply.text()) : Optional.empty();
            read.add(one);
            if (one.isEmpty() && reply.failure() == null) {
                unread.add(at);
                List<Message> repair = new ArrayList<>(requests.get(at));
                // templates refuse empty turns
                repair.add(Message.assistant(reply.text().isBlank() ? "…" : reply.text()));
                repair.add(Message.user(reader.repair()));
                repairs.add(repair);
            }
        }
        if (!repairs.isEmpty()) {
            tally = tally.withRepairs(repairs.size());
            List<ChatReply> repaired = ask("repair", repairs, sampling);
            for (int at = 0; at < repaired.size(); at++) {
                ChatReply reply = repaired.get(at);
                read.set(unread.get(at), reply.failure() == null ? reader.read(reply.text()) : Optional.empty());
            }
        }
        int count = (int) read.stream().filter(Optional::isPresent).count();
        tally = tally.withProposals(count, read.size() - count);
        listener.proposed(purpose, read.size(), count);
        return read;
    }

    /** Asks for prompts: those that can be read and can be put to the task model; one per request, in order. */
    public List<Optional<String>> proposePrompts(
            String purpose, List<List<Message>> requests, Sampling sampling, ReplyReader<String> reader) {
        return propose(purpose, requests, sampling, reader).stream()
                .map(text -> text.flatMap(this::usable))
                .toList();
    }

    /** Counts texts that could not even be asked for, since what they were to follow from did not come. */
    public void missed(String purpose, int count) {
        if (count > 0) {
            tally = tally.withProposals(0, count);
            listener.proposed(purpose, count, 0);
        }
    }

    /** Counts texts that were read and that the method's own rules leave out as no proposals. */
    public void refused(int count) {
        tally = tally.withRefused(count);
    }

    /** Tells that a step is done. */
    public void stepDone(int step, List<RankedPrompt> kept) {
        steps = step;
        work.told(new SearchEvent.Round(step, kept));
        listener.stepDone(step, kept);
    }

    private void score(List<String> prompts, List<Example> rows, boolean limited, Consumer<PromptScore> each) {
        Set<PromptedExample> missing = new LinkedHashSet<>();
        for (String prompt : prompts) {
            for (Example row : rows) {
                PromptedExample pair = new PromptedExample(prompt, row);
                if (!known.containsKey(pair)) {
                    missing.add(pair);
                }
            }
        }
        List<PromptedExample> rest = new ArrayList<>(missing);
        int told = tell(prompts, 0, rows, each);
        while (!rest.isEmpty()) {
            List<ExampleResult> results = work.answer(rest, limited);
            int count = results.size();
            for (int at = 0; at < count; at++) {
                known.put(rest.get(at), results.get(at));
            }
            tally = tally.withAnswers(count);
            rest = rest.subList(count, rest.size());
            told = tell(prompts, told, rows, each);
        }
    }

    /** Tells the scores of prompts from one on, as far as they are known; returns the first that is not. */
    private int tell(List<String> prompts, int from, List<Example> rows, Consumer<PromptScore> each) {
        for (int at = from; at < prompts.size(); at++) {
            String prompt = prompts.get(at);
            List<ExampleResult> results = new ArrayList<>(rows.size());
            for (Example row : rows) {
                ExampleResult result = known.get(new PromptedExample(prompt, row));
                if (result == null) {
                    return at;
                }
                results.add(result);
            }
            PromptScore score = new PromptScore(prompt, rows, results);
            if (!rows.isEmpty()) {
                listener.scored(devIds.contains(rows.get(0).id()) ? "dev" : "train", score);
            }
            each.accept(score);
        }
        return prompts.size();
    }
}
