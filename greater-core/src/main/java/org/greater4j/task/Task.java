package org.greater4j.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * A set of labelled questions of one kind.
 *
 * @param name as given on the command line, such as {@code bbh/navigate}
 * @param answerFormat what answers look like
 * @param extractor text put after the reasoning; {@link AnswerFormat#extractor} unless the task has its own
 * @param examples all examples, in the source's order, with normalised answers; questions are distinct
 * @param source where the examples came from: a file with its sha256, or a generator with its seed
 * @param details metric, stop words, published parts, licence
 */
public record Task(
        String name,
        AnswerFormat answerFormat,
        String extractor,
        List<Example> examples,
        String source,
        TaskDetails details) {
    // the framing marks the prompt's place by a control character, and templates handle none well
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\r\t]]");

    private static final Pattern OPENING_QUOTE = Pattern.compile("^[\\s*_`:]*\"");

    public Task {
        examples = List.copyOf(examples);
        PublishedParts parts = details.parts();
        if (parts != null && parts.train() + parts.dev() + parts.test() != examples.size()) {
            throw new IllegalArgumentException(
                    "task " + name + ": expected " + examples.size() + " examples in its parts, found " + parts);
        }
    }

    /** A task without details. */
    public Task(String name, AnswerFormat answerFormat, String extractor, List<Example> examples, String source) {
        this(name, answerFormat, extractor, examples, source, TaskDetails.NONE);
    }

    /**
     * What came of one question.
     *
     * @param generated what the model wrote after the extractor
     */
    public Outcome judge(Example example, String generated) {
        return answer(example, generated)
                .map(given -> accepts(example, given) ? Outcome.RIGHT : Outcome.WRONG)
                .orElse(Outcome.UNANSWERED);
    }

    /** The answer that is read off a reply, normalised; empty if none can be read. */
    public Optional<String> answer(Example example, String generated) {
        return answerFormat.parse(withoutOpeningQuote(untilStopWord(generated)), example);
    }

    /** Whether a normalised answer counts as right. */
    public boolean accepts(Example example, String given) {
        return details.metric().accepts(answerFormat, example.answer(), given);
    }

    /** Whether the extractor opens a quote, so that the first one in a reply closes the answer. */
    public boolean opensQuote() {
        return extractor.stripTrailing().endsWith("\"");
    }

    /** The words of a reply that stand for its answer: all before the quote that closes it, without a quote that the model opened itself. */
    public String answerIn(String generated) {
        String text = withoutOpeningQuote(generated);
        int quote = text.indexOf('"');
        return quote < 0 ? text : text.substring(0, quote);
    }

    // where the extractor opens no quote, a model may, and that one closes nothing
    private String withoutOpeningQuote(String generated) {
        return opensQuote() ? generated : OPENING_QUOTE.matcher(generated).replaceFirst("");
    }

    private String untilStopWord(String generated) {
        int end = generated.length();
        for (String word : details.stopWords()) {
            int at = generated.indexOf(word);
            end = at < 0 ? end : Math.min(end, at);
        }
        return generated.substring(0, end);
    }

    /**
     * A task out of raw examples, whose answers are normalised here.
     *
     * @throws GreaterException ({@code INVALID_TASK}) naming every example with an empty question, an answer that does not fit the
     *     format, or a question or id that stands there twice
     */
    public static Task of(String name, AnswerFormat format, List<Example> raw, String source) {
        return of(name, format, format.extractor(), raw, source);
    }

    /** Like {@link #of(String, AnswerFormat, List, String)} with an extractor of the task's own. */
    public static Task of(String name, AnswerFormat format, String extractor, List<Example> raw, String source) {
        return of(name, format, extractor, raw, source, TaskDetails.NONE);
    }

    /** Like {@link #of(String, AnswerFormat, String, List, String)} with details. */
    public static Task of(
            String name, AnswerFormat format, String extractor, List<Example> raw, String source, TaskDetails details) {
        List<String> problems = new ArrayList<>();
        if (extractor.isBlank()) {
            problems.add("the extractor is empty; give a text that leads to the answer, such as '"
                    + format.extractor().strip() + "'");
        }
        if (raw.isEmpty()) {
            problems.add("expected at least one example, found none in " + source);
        }
        problems.addAll(problems(format, raw));
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_TASK, "task " + name, problems);
        }
        List<Example> examples = new ArrayList<>(raw.size());
        for (Example example : raw) {
            examples.add(new Example(
                    example.id(), example.question(), format.normalise(example.answer()), example.solution()));
        }
        return new Task(name, format, extractor, examples, source, details);
    }

    /** What keeps raw examples from being a task, one line a problem, each naming its example; empty if nothing does. */
    public static List<String> problems(AnswerFormat format, List<Example> raw) {
        List<String> problems = problems(raw);
        for (Example example : raw) {
            try {
                format.normalise(example.answer());
            } catch (IllegalArgumentException e) {
                problems.add(example.id() + ": " + e.getMessage());
            }
        }
        return problems;
    }

    /** The same without a look at the answers. Questions that differ in white space alone are one that stands there twice. */
    public static List<String> problems(List<Example> raw) {
        List<String> problems = new ArrayList<>();
        Map<String, String> questions = new HashMap<>();
        HashSet<String> ids = new HashSet<>();
        for (Example example : raw) {
            if (!ids.add(example.id())) {
                problems.add(example.id() + ": expected distinct ids, found this one twice");
            }
            String question = example.question();
            if (question.isBlank()) {
                problems.add(example.id() + ": expected a question, found an empty one");
            } else if (CONTROL.matcher(question).find()) {
                problems.add(example.id() + ": expected a question without control characters, found one");
            } else {
                String earlier = questions.putIfAbsent(example.comparableQuestion(), example.id());
                if (earlier != null) {
                    problems.add(example.id() + ": expected distinct questions, found the question of " + earlier
                            + " again; remove one of the two");
                }
            }
        }
        return problems;
    }
}
