package org.greater4j.feedback.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.greater4j.engine.Cost;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.feedback.template.Templates;
import org.greater4j.task.Example;
import org.greater4j.text.Message;

/**
 * All that a method may ask and use: rows, scores, replies, randomness. One for one search. Not thread-safe.
 *
 * <p>Scores are kept by prompt and row, so asking again costs nothing. Before the task model or the optimiser model is asked anything, the
 * journal is: what was answered in an earlier go is not asked again, and the budget is looked at only where something new begins. Work is
 * cut into pieces that the budget is expected to hold, so it is exceeded by less than one piece's misjudgement.
 */
public final class Workbench {
    /** Questions that the task model is asked at once; more of them are hardly faster. */
    private static final int ROWS_AT_ONCE = 96;

    /** The same before it is known what a question takes. */
    private static final int FIRST_ROWS = 16;

    private static final int CALLS_AT_ONCE = 32;
    private static final int FIRST_CALLS = 8;

    private final Parts parts;
    private final Journal journal;
    private final Allowance allowance;
    private final long seed;
    private final Random random;
    private final SearchListener listener;
    private final Set<String> devIds;
    private final Map<PromptedExample, ExampleResult> known = new HashMap<>();
    private final Map<ChatCall, Integer> samples = new HashMap<>();
    private Tally tally = Tally.NONE;
    private Cost taskCost = Cost.NONE;
    private Cost optimizerCost = Cost.NONE;
    private double seconds;
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

    /** Ends a search whose budget is spent; methods let it pass. */
    private static final class Spent extends RuntimeException {
        Spent() {
            super("budget", null, false, false);
        }
    }

    /** @param seed decides all draws of the method and of the optimiser model */
    public Workbench(Parts parts, Journal journal, Allowance allowance, long seed, SearchListener listener) {
        this.parts = parts;
        this.journal = journal;
        this.allowance = allowance;
        this.seed = seed;
        this.random = new Random(mix(seed));
        this.listener = listener;
        this.devIds = parts.dev().stream().map(Example::id).collect(Collectors.toSet());
    }

    /**
     * Runs a method to its end or to that of the budget.
     *
     * @param most finalists
     */
    public SearchEnd run(PromptSearch method, String initial, int most) {
        String reason;
        try {
            method.search(this, initial);
            reason = "steps";
            told(new SearchEvent.Ended(reason));
        } catch (Spent spent) {
            reason = "budget";
        }
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
        return taskCost.plus(optimizerCost);
    }

    /** What the optimiser model took so far. */
    public Cost optimizerCost() {
        return optimizerCost;
    }

    /** Seconds that the models worked. */
    public double seconds() {
        return seconds;
    }

    /** Puts some prompts to all of some rows. */
    public List<PromptScore> score(List<String> prompts, List<Example> rows) {
        return score(prompts, rows, true);
    }

    /** Puts one prompt to all of some rows. */
    public PromptScore score(String prompt, List<Example> rows) {
        return score(List.of(prompt), rows).get(0);
    }

    /** Puts some prompts to all of some rows whatever is left of the budget: for the choice among finalists, which is outside of it. */
    public List<PromptScore> scoreAtTheEnd(List<String> prompts, List<Example> rows) {
        return score(prompts, rows, false);
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
            List<ChatCall> rest = calls.subList(replies.size(), calls.size());
            int count = Math.min(rest.size(), tally.calls() == 0 ? FIRST_CALLS : CALLS_AT_ONCE);
            double each = (double) optimizerCost.tokens() / Math.max(1, tally.calls());
            replies.addAll(asked(purpose, rest.subList(0, allowance.affordable(count, cost().tokens(), each))));
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

    /** Tells that a step is done. */
    public void stepDone(int step, List<RankedPrompt> kept) {
        steps = step;
        told(new SearchEvent.Round(step, kept));
        listener.stepDone(step, kept);
    }

    private List<PromptScore> score(List<String> prompts, List<Example> rows, boolean limited) {
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
        while (!rest.isEmpty()) {
            int count = Math.min(rest.size(), tally.answers() == 0 ? FIRST_ROWS : ROWS_AT_ONCE);
            if (limited) {
                double each = (double) taskCost.tokens() / Math.max(1, tally.answers());
                count = allowance.affordable(count, cost().tokens(), each);
            }
            answered(rest.subList(0, count), limited);
            rest = rest.subList(count, rest.size());
        }
        List<PromptScore> scores = new ArrayList<>();
        for (String prompt : prompts) {
            PromptScore score = new PromptScore(
                    prompt,
                    rows,
                    rows.stream()
                            .map(row -> Objects.requireNonNull(known.get(new PromptedExample(prompt, row))))
                            .toList());
            scores.add(score);
            if (!rows.isEmpty()) {
                listener.scored(devIds.contains(rows.get(0).id()) ? "dev" : "train", score);
            }
        }
        return scores;
    }

    private void answered(List<PromptedExample> asked, boolean limited) {
        SearchEvent told = journal.next();
        SearchEvent.Answered event;
        if (told == null) {
            if (limited) {
                endIfSpent();
            }
            long began = System.nanoTime();
            TaskModel.Answers answers =
                    parts.task().answer(asked, done -> listener.progressed("score", done, asked.size()));
            event = event(asked, answers, (System.nanoTime() - began) / 1e9);
            journal.append(event);
        } else {
            event = expected(told, SearchEvent.Answered.class, "answers of the task model");
            if (!pairs(event).equals(pairs(asked))) {
                throw different("the questions " + pairs(asked), pairs(event).toString());
            }
        }
        for (int at = 0; at < asked.size(); at++) {
            known.put(asked.get(at), event.rows().get(at).result());
        }
        tally = tally.withAnswers(asked.size());
        taskCost = taskCost.plus(event.cost());
        seconds += event.seconds();
    }

    private List<ChatReply> asked(String purpose, List<ChatCall> calls) {
        SearchEvent told = journal.next();
        SearchEvent.Asked event;
        if (told == null) {
            endIfSpent();
            long began = System.nanoTime();
            List<ChatReply> replies =
                    parts.optimizer().ask(calls, done -> listener.progressed(purpose, done, calls.size()));
            event = event(purpose, calls, replies, (System.nanoTime() - began) / 1e9);
            journal.append(event);
        } else {
            event = expected(told, SearchEvent.Asked.class, "replies of the optimiser model");
            List<ChatCall> then =
                    event.exchanges().stream().map(SearchEvent.Exchange::call).toList();
            if (!then.equals(calls)) {
                throw different("the requests " + calls, then.toString());
            }
        }
        List<ChatReply> replies =
                event.exchanges().stream().map(SearchEvent.Exchange::reply).toList();
        int failed =
                (int) replies.stream().filter(reply -> reply.failure() != null).count();
        tally = tally.withCalls(calls.size(), failed);
        optimizerCost = optimizerCost.plus(event.cost());
        seconds += event.seconds();
        return replies;
    }

    private void endIfSpent() {
        if (allowance.spent(cost().tokens(), seconds)) {
            journal.append(new SearchEvent.Ended("budget"));
            throw new Spent();
        }
    }

    // an event that depends on nothing but what was told before
    private void told(SearchEvent event) {
        SearchEvent then = journal.next();
        if (then == null) {
            journal.append(event);
        } else if (!then.equals(event)) {
            throw different(event.toString(), then.toString());
        }
    }

    private static <T extends SearchEvent> T expected(SearchEvent told, Class<T> type, String what) {
        if (told instanceof SearchEvent.Ended) {
            throw new Spent();
        }
        if (!type.isInstance(told)) {
            throw different(what, told.toString());
        }
        return type.cast(told);
    }

    private static GreaterException different(String expected, String found) {
        return new GreaterException(
                ErrorCode.INVALID_RUN,
                "resumed search: expected " + shorten(expected) + " in the run's events, found " + shorten(found)
                        + "; go on with the version and the templates that began the run, or begin a new one");
    }

    private static String shorten(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }

    private static SearchEvent.Answered event(List<PromptedExample> asked, TaskModel.Answers answers, double seconds) {
        Map<String, Integer> prompts = new LinkedHashMap<>();
        List<SearchEvent.Row> rows = new ArrayList<>();
        for (int at = 0; at < asked.size(); at++) {
            String prompt = asked.get(at).prompt();
            int index = prompts.computeIfAbsent(prompt, key -> prompts.size());
            rows.add(new SearchEvent.Row(index, answers.results().get(at)));
        }
        return new SearchEvent.Answered(List.copyOf(prompts.keySet()), rows, answers.cost(), seconds);
    }

    private static SearchEvent.Asked event(
            String purpose, List<ChatCall> calls, List<ChatReply> replies, double seconds) {
        List<SearchEvent.Exchange> exchanges = new ArrayList<>();
        Usage usage = Usage.NONE;
        for (int at = 0; at < calls.size(); at++) {
            exchanges.add(new SearchEvent.Exchange(calls.get(at), replies.get(at)));
            usage = usage.plus(replies.get(at).usage());
        }
        return new SearchEvent.Asked(
                purpose, exchanges, new Cost(usage.readTokens(), usage.generatedTokens(), 0), seconds);
    }

    private static List<List<String>> pairs(SearchEvent.Answered event) {
        return event.rows().stream()
                .map(row ->
                        List.of(event.prompts().get(row.prompt()), row.result().exampleId()))
                .toList();
    }

    private static List<List<String>> pairs(List<PromptedExample> asked) {
        return asked.stream()
                .map(pair -> List.of(pair.prompt(), pair.example().id()))
                .toList();
    }

    // Random scrambles its seed by one xor, so neighbouring seeds need mixing first (the finaliser of SplitMix64)
    private static long mix(long seed) {
        long mixed = seed + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
