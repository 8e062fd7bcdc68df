package org.greater4j.web.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.greater4j.app.Defaults;
import org.greater4j.app.NamedTask;
import org.greater4j.app.RunConfig;
import org.greater4j.app.TaskChoice;
import org.greater4j.app.playground.Playground;
import org.greater4j.app.playground.PlaygroundQuestion;
import org.greater4j.error.GreaterException;
import org.greater4j.run.RunGlance;
import org.greater4j.run.RunRecord;
import org.greater4j.task.Example;
import org.greater4j.task.Task;
import org.greater4j.web.pages.Address;
import org.greater4j.web.pages.Frame;
import org.greater4j.web.pages.PlaygroundPage;
import org.jspecify.annotations.Nullable;

/** The playground: what is asked stands in the address, what comes of it under a number that the address has too. */
final class PlaygroundPages {
    private static final int LONGEST_CHAIN = 512;
    private static final int LONGEST_PROMPT_IN_ADDRESS = 1500;

    private final Workshop workshop;
    private final RunPages runs;
    private final Pages pages;

    PlaygroundPages(Workshop workshop, RunPages runs, Pages pages) {
        this.workshop = workshop;
        this.runs = runs;
        this.pages = pages;
    }

    /** What the fields of the page say, with what is wrong with them. */
    private record Asked(
            RunConfig config, @Nullable Task task, @Nullable Example example, String run, List<String> problems) {}

    void show(Context request) {
        Optional<Playground.Ticket> ticket = ticket(request.queryParam("job"));
        Asked asked = read(
                request.queryParam("run"),
                // a long prompt is not in the address
                name -> name.equals("prompt") && request.queryParam(name) == null && ticket.isPresent()
                        ? ticket.get().question().config().init()
                        : request.queryParam(name));
        Frame frame = pages.frame(request, "Playground", "playground");
        if (ticket.isPresent()) {
            frame = frame.liveAt(Address.of("/live").with("job", request.queryParam("job")));
        }
        pages.send(request, "playground", frame, page(asked, ticket.orElse(null)));
    }

    void ask(Context request) {
        Asked asked = read(request.formParam("run"), request::formParam);
        List<String> problems = new ArrayList<>(asked.problems());
        problems.addAll(asked.config().withSizes(1, 0, 0).withoutTest().problems());
        if (problems.isEmpty() && asked.task() != null && asked.example() != null) {
            Playground.Ticket ticket =
                    workshop.playground().ask(new PlaygroundQuestion(asked.config(), asked.task(), asked.example()));
            request.redirect(
                    address(asked).with("job", Long.toString(ticket.number())).toString(), HttpStatus.SEE_OTHER);
            return;
        }
        request.status(HttpStatus.UNPROCESSABLE_CONTENT);
        Asked shown = new Asked(asked.config(), asked.task(), asked.example(), asked.run(), problems);
        pages.send(request, "playground", pages.frame(request, "Playground", "playground"), page(shown, null));
    }

    /** A question that was taken; empty if none of that number is remembered. */
    Optional<Playground.Ticket> ticket(@Nullable String number) {
        return number != null && number.matches("[0-9]{1,15}")
                ? workshop.playground().find(Long.parseLong(number))
                : Optional.empty();
    }

    private interface Fields {
        @Nullable
        String field(String name);
    }

    private Asked read(@Nullable String run, Fields fields) {
        List<String> problems = new ArrayList<>();
        RunConfig config = Defaults.run();
        String id = run == null ? "" : run;
        if (!id.isEmpty()) {
            Path directory = runs.existing(id);
            config = RunConfig.of(RunRecord.readManifest(directory), directory);
            String best = RunGlance.of(directory).prompt();
            config = best == null ? config : config.withInit(best);
        }
        config = config.withModel(given(fields.field("model"), config.model()));
        String taskName = given(fields.field("task"), config.task().name());
        if (!taskName.equals(config.task().name())) {
            config = config.withTask(TaskChoice.named(taskName));
        }
        String prompt = fields.field("prompt");
        if (prompt != null) {
            config = config.withInit(prompt.replace("\r\n", "\n"));
        }
        String length = fields.field("max-new-tokens");
        if (length != null && !length.isBlank()) {
            if (length.strip().matches("[1-9][0-9]{0,2}") && Integer.parseInt(length.strip()) <= LONGEST_CHAIN) {
                config = config.withMaxNewTokens(Integer.parseInt(length.strip()));
            } else {
                problems.add("max-new-tokens: expected a whole number from 1 to " + LONGEST_CHAIN + ", found '"
                        + length.strip() + "'");
            }
        }
        Task task = null;
        Example example = null;
        try {
            task = config.task().load(workshop.environment());
            example = example(task, fields.field("example"));
        } catch (GreaterException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new Asked(config, task, example, id, problems);
    }

    private static Example example(Task task, @Nullable String id) {
        return task.examples().stream()
                .filter(example -> example.id().equals(id))
                .findFirst()
                .orElse(task.examples().get(0));
    }

    private static String given(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text.strip();
    }

    private static Address address(Asked asked) {
        return PlaygroundPage.address(
                asked.config().model(),
                asked.config().task().name(),
                asked.run(),
                asked.config().init().length() > LONGEST_PROMPT_IN_ADDRESS
                        ? ""
                        : asked.config().init(),
                Integer.toString(asked.config().maxNewTokens()),
                asked.example() == null ? "" : asked.example().id());
    }

    private PlaygroundPage page(Asked asked, Playground.@Nullable Ticket ticket) {
        Example example = asked.example();
        return new PlaygroundPage(
                asked.config().model(),
                asked.config().task().name(),
                asked.run(),
                asked.config().init(),
                Integer.toString(asked.config().maxNewTokens()),
                asked.task() == null || example == null
                        ? List.of()
                        : PlaygroundPage.choices(asked.task(), example.id()),
                example == null ? "" : example.id(),
                RunActions.models(workshop),
                NamedTask.all(),
                ticket == null ? example : ticket.question().example(),
                ticket == null ? null : PlaygroundPage.words(ticket.answer()),
                asked.problems());
    }
}
