package org.greater4j.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.greater4j.evaluate.ExampleResult;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a search by text feedback tell, read back as records: which prompts were tried, and what the model that writes prompts
 * was asked.
 *
 * @param prompts every prompt that was put to the task model, in the order of the first question
 * @param requests by what they were for, in the order of the first
 * @param steps number of steps that were done
 */
public record FeedbackHistory(List<Tried> prompts, List<Requests> requests, int steps) {
    public FeedbackHistory {
        prompts = List.copyOf(prompts);
        requests = List.copyOf(requests);
    }

    /**
     * A prompt and what came of the questions that it was put to.
     *
     * @param step that was under way when it was tried first; 0 for what a search begins with
     */
    public record Tried(String prompt, int step, Part train, Part dev) {}

    /**
     * Questions of one part.
     *
     * @param rows that were asked, errors left out
     */
    public record Part(int right, int rows) {
        private static final Part NONE = new Part(0, 0);

        private Part plus(ExampleResult result) {
            return result.outcome() == null ? this : new Part(right + (result.right() ? 1 : 0), rows + 1);
        }
    }

    /**
     * Calls of one purpose.
     *
     * @param failed calls without a reply
     */
    public record Requests(String purpose, int calls, int failed, long tokens) {
        private Requests plus(Asked asked) {
            int failures = (int) asked.exchanges().stream()
                    .filter(exchange -> exchange.reply().failure() != null)
                    .count();
            return new Requests(
                    purpose,
                    calls + asked.exchanges().size(),
                    failed + failures,
                    tokens + asked.cost().total());
        }
    }

    private record Answered(List<String> prompts, List<Row> rows) {}

    private record Row(int prompt, ExampleResult result) {}

    private record Asked(String purpose, List<Exchange> exchanges, RunHistory.Tokens cost) {}

    private record Exchange(Reply reply) {}

    private record Reply(@Nullable String failure) {}

    private record Round(int step) {}

    /**
     * Reads the events of a record; empty if there are none of a search by text feedback.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if one of them is of another form
     */
    public static Optional<FeedbackHistory> of(RunRecord record) {
        Set<String> train = Set.copyOf(record.manifest().split().train());
        Map<String, Tried> prompts = new LinkedHashMap<>();
        Map<String, Requests> requests = new LinkedHashMap<>();
        int step = 0;
        int done = 0;
        for (RunEvent event : record.events()) {
            switch (event.type()) {
                case "answered" -> note(event.payload(Answered.class), train, step, prompts);
                case "asked" -> {
                    Asked asked = event.payload(Asked.class);
                    requests.put(
                            asked.purpose(),
                            requests.getOrDefault(asked.purpose(), new Requests(asked.purpose(), 0, 0, 0))
                                    .plus(asked));
                }
                case "round" -> {
                    done = event.payload(Round.class).step();
                    step = done + 1;
                }
                default -> {
                    // of the run around the search
                }
            }
        }
        return prompts.isEmpty() && requests.isEmpty()
                ? Optional.empty()
                : Optional.of(new FeedbackHistory(
                        new ArrayList<>(prompts.values()), new ArrayList<>(requests.values()), done));
    }

    private static void note(Answered answered, Set<String> train, int step, Map<String, Tried> prompts) {
        for (Row row : answered.rows()) {
            String prompt = answered.prompts().get(row.prompt());
            Tried before = prompts.getOrDefault(prompt, new Tried(prompt, step, Part.NONE, Part.NONE));
            boolean ofTrain = train.contains(row.result().exampleId());
            prompts.put(
                    prompt,
                    new Tried(
                            prompt,
                            before.step(),
                            ofTrain ? before.train().plus(row.result()) : before.train(),
                            ofTrain ? before.dev() : before.dev().plus(row.result())));
        }
    }
}
