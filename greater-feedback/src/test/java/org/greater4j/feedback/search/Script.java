package org.greater4j.feedback.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.greater4j.engine.Cost;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Usage;
import org.greater4j.feedback.template.Template;
import org.greater4j.feedback.template.Templates;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.text.Message;
import org.jspecify.annotations.Nullable;

/**
 * Both models of a search, scripted, and a trace of who was asked what in which order.
 *
 * <p>Rows are named {@code t1}, {@code t2} … and {@code d1}, {@code d2} …; a prompt answers those right that the script says. A request is
 * answered by the next reply of those that the script has for its first word, which is its template's name.
 */
public final class Script implements OptimizerModel, TaskModel {
    private final List<String> trace = new ArrayList<>();
    private final Map<String, Set<String>> right = new LinkedHashMap<>();
    private final Map<String, Set<String>> failing = new LinkedHashMap<>();
    private final List<String> scored = new ArrayList<>();
    private final Map<String, Deque<String>> replies = new LinkedHashMap<>();
    private final List<Example> train;
    private final List<Example> dev;
    private final Templates templates;

    /** @param folder where templates that are easy to read in a trace are put */
    public Script(int train, int dev, Path folder) {
        this.train = rows("t", train);
        this.dev = rows("d", dev);
        this.templates = shortTemplates(folder);
    }

    /** A prompt and the rows that it answers right, as in {@code t1 d2}. */
    public Script right(String prompt, String rows) {
        right.put(prompt, Set.of(rows.split(" ")));
        return this;
    }

    /** A prompt and the rows whose calls fail under it. */
    public Script fails(String prompt, String rows) {
        failing.put(prompt, Set.of(rows.split(" ")));
        return this;
    }

    /** The replies to requests of a template, in order. */
    public Script reply(String template, String... texts) {
        replies.computeIfAbsent(template, key -> new ArrayDeque<>()).addAll(List.of(texts));
        return this;
    }

    /** What was asked so far. */
    public List<String> trace() {
        return trace;
    }

    /** What was scored so far, known answers included, as in {@code p1:12} for twelve rows. */
    public List<String> scored() {
        return scored;
    }

    /** A bench over this script, without a limit. */
    public Workbench bench() {
        return bench(new Journals.Kept(List.of()));
    }

    /** The same that goes on from a journal. */
    public Workbench bench(Journal journal) {
        Workbench.Parts parts = new Workbench.Parts(
                this,
                this,
                train,
                dev,
                templates,
                text -> text.contains("unusable") ? Optional.of("unusable") : Optional.empty(),
                (prompt, question) -> question + "+" + prompt);
        return new Workbench(parts, journal, Allowance.UNLIMITED, 1, new SearchListener() {
            @Override
            public void scored(String part, PromptScore score) {
                scored.add(score.prompt() + ":" + score.rows().size());
            }

            @Override
            public void stepDone(int step, List<RankedPrompt> kept) {
                trace.add("step " + step + ": "
                        + kept.stream()
                                .map(one -> one.prompt() + (one.score() == null ? "" : "=" + one.score()))
                                .collect(Collectors.joining(" ")));
            }
        });
    }

    @Override
    public long mostTokens(PromptedExample question) {
        return 1;
    }

    @Override
    public TaskModel.Answers answer(List<PromptedExample> asked, IntConsumer finished) {
        Map<String, List<String>> byPrompt = new LinkedHashMap<>();
        List<ExampleResult> results = new ArrayList<>();
        for (PromptedExample pair : asked) {
            String id = pair.example().id();
            byPrompt.computeIfAbsent(pair.prompt(), key -> new ArrayList<>()).add(id);
            if (failing.getOrDefault(pair.prompt(), Set.of()).contains(id)) {
                results.add(ExampleResult.failed(id, "the script lets it fail"));
                continue;
            }
            boolean isRight = right.getOrDefault(pair.prompt(), Set.of()).contains(id);
            results.add(ExampleResult.of(new ExampleOutcome(
                    id, isRight ? Outcome.RIGHT : Outcome.WRONG, "hm", isRight ? "yes" : "no", 1, true)));
        }
        byPrompt.forEach((prompt, ids) ->
                trace.add("score " + prompt + ": " + ids.stream().sorted().collect(Collectors.joining(" "))));
        return new TaskModel.Answers(results, Cost.NONE);
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
        return calls.stream().map(this::reply).toList();
    }

    private ChatReply reply(ChatCall call) {
        List<Message> messages = call.messages();
        String request = messages.stream()
                .map(message -> (message.role().equals("user") ? "" : message.role() + ": ") + message.content())
                .collect(Collectors.joining(" | "));
        trace.add("ask " + request);
        String last = messages.get(messages.size() - 1).content();
        @Nullable Deque<String> texts = replies.get(last.split(" ", 2)[0]);
        return texts == null || texts.isEmpty()
                ? ChatReply.failed("the script has no reply to " + last)
                : new ChatReply(texts.remove(), true, Usage.NONE);
    }

    @Override
    public void close() {}

    private static List<Example> rows(String letter, int count) {
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(number -> new Example(letter + number, letter + number, "yes"))
                .toList();
    }

    // each says its name and what was put into its slots
    private static Templates shortTemplates(Path folder) {
        Templates standard = Templates.standard();
        for (String name : Templates.NAMES) {
            Template template = standard.get(name);
            String slots =
                    template.slots().stream().map(slot -> " {{" + slot + "}}").collect(Collectors.joining());
            String text = name.startsWith("row-")
                    ? "{{question}}"
                    : name.equals("opro-score") ? "{{prompt}}:{{score}}" : name + slots;
            try {
                Files.writeString(folder.resolve(name + ".txt"), "[user]\n" + text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Objects.requireNonNull(Templates.with(folder));
    }
}
