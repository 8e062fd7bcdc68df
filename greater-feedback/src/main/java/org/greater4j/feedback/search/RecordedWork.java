package org.greater4j.feedback.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greater4j.engine.Cost;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The two models behind the journal: what was answered in an earlier go is told from there, everything else is asked and kept.
 *
 * <p>The budget is looked at only where something new begins. That it was spent is an event as well, since the time that was left is nothing
 * that could be found again. Work is done in pieces that fit what is left of the budget at their worst; those of an earlier go are told as
 * they were.
 *
 * <p>As long as nothing could be measured, answers and what follows from them are held back from the journal: a search that ends so has
 * learned nothing, and when it is resumed, the calls that failed are made again.
 */
final class RecordedWork {
    /** Questions that the task model is asked at once; more of them are hardly faster. */
    private static final int ROWS_AT_ONCE = 96;

    private static final int CALLS_AT_ONCE = 32;

    private final Workbench.Parts parts;
    private final Journal journal;
    private final Allowance allowance;
    private final SearchListener listener;
    private Cost taskCost = Cost.NONE;
    private Cost optimizerCost = Cost.NONE;
    private double seconds;
    private final List<SearchEvent> held = new ArrayList<>();
    private boolean measured;
    private int failures;
    private @Nullable String firstFailure;

    /** Ends a search whose budget is spent; methods let it pass. */
    static final class Spent extends RuntimeException {
        private Spent() {
            super("budget", null, false, false);
        }
    }

    RecordedWork(Workbench.Parts parts, Journal journal, Allowance allowance, SearchListener listener) {
        this.parts = parts;
        this.journal = journal;
        this.allowance = allowance;
        this.listener = listener;
    }

    Cost taskCost() {
        return taskCost;
    }

    Cost optimizerCost() {
        return optimizerCost;
    }

    double seconds() {
        return seconds;
    }

    /**
     * Answers of the task model to a leading part of some questions, one per question.
     *
     * @param waiting at least one
     * @param limited whether the budget ends it
     */
    List<ExampleResult> answer(List<PromptedExample> waiting, boolean limited) {
        SearchEvent told = journal.next();
        SearchEvent.Answered event;
        if (told == null) {
            if (limited) {
                endIfSpent();
            }
            List<PromptedExample> asked = limited
                    ? allowance.affordable(waiting, ROWS_AT_ONCE, tokens(), parts.task()::mostTokens)
                    : waiting.subList(0, Math.min(ROWS_AT_ONCE, waiting.size()));
            long began = System.nanoTime();
            TaskModel.Answers answers =
                    parts.task().answer(asked, done -> listener.progressed("score", done, asked.size()));
            event = event(asked, answers, (System.nanoTime() - began) / 1e9);
            look(event);
            append(event);
        } else {
            event = expected(told, SearchEvent.Answered.class, "answers of the task model");
            List<List<String>> asked = pairs(part(waiting, event.rows().size()));
            if (!pairs(event).equals(asked)) {
                throw different("the questions " + asked, pairs(event).toString());
            }
            look(event);
        }
        taskCost = taskCost.plus(event.cost());
        seconds += event.seconds();
        return event.rows().stream().map(SearchEvent.Row::result).toList();
    }

    /**
     * Replies of the optimiser model to a leading part of some calls, one per call.
     *
     * @param waiting at least one
     */
    List<ChatReply> ask(String purpose, List<ChatCall> waiting) {
        SearchEvent told = journal.next();
        SearchEvent.Asked event;
        if (told == null) {
            endIfSpent();
            List<ChatCall> calls =
                    allowance.affordable(waiting, CALLS_AT_ONCE, tokens(), parts.optimizer()::mostTokens);
            long began = System.nanoTime();
            List<ChatReply> replies =
                    parts.optimizer().ask(calls, done -> listener.progressed(purpose, done, calls.size()));
            event = event(purpose, calls, replies, (System.nanoTime() - began) / 1e9);
            append(event);
        } else {
            event = expected(told, SearchEvent.Asked.class, "replies of the optimiser model");
            List<ChatCall> calls = part(waiting, event.exchanges().size());
            List<ChatCall> then =
                    event.exchanges().stream().map(SearchEvent.Exchange::call).toList();
            if (!then.equals(calls)) {
                throw different("the requests " + calls, then.toString());
            }
        }
        optimizerCost = optimizerCost.plus(event.cost());
        seconds += event.seconds();
        return event.exchanges().stream().map(SearchEvent.Exchange::reply).toList();
    }

    /**
     * Throws if questions were asked and none could be measured.
     *
     * @throws GreaterException ({@code NOTHING_MEASURED})
     */
    void requireMeasured() {
        if (failures > 0 && !measured) {
            throw new GreaterException(
                    ErrorCode.NOTHING_MEASURED,
                    "search: expected at least one question that can be measured, found " + failures
                            + " failures, the first: " + firstFailure
                            + "; see to that, and the calls are made again when the run is resumed");
        }
    }

    private long tokens() {
        return taskCost.plus(optimizerCost).tokens();
    }

    // an event that tells of nothing, or of more than is asked, equals no part
    private static <T> List<T> part(List<T> waiting, int count) {
        return waiting.subList(0, Math.min(count, waiting.size()));
    }

    private void look(SearchEvent.Answered event) {
        for (SearchEvent.Row row : event.rows()) {
            @Nullable String failure = row.result().failure();
            if (failure == null) {
                measured = true;
            } else {
                failures++;
                firstFailure = firstFailure == null ? failure : firstFailure;
            }
        }
    }

    private void append(SearchEvent event) {
        boolean nothingYet = failures > 0 && !measured;
        held.add(event);
        if (!nothingYet) {
            held.forEach(journal::append);
            held.clear();
        }
    }

    private void endIfSpent() {
        if (allowance.spent(tokens(), seconds)) {
            append(new SearchEvent.Ended("budget"));
            throw new Spent();
        }
    }

    /** Records an event that depends on nothing but what was told before. */
    void told(SearchEvent event) {
        SearchEvent then = journal.next();
        if (then == null) {
            append(event);
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
}
