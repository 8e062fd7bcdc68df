package org.greater4j.web.server;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.greater4j.app.Defaults;
import org.greater4j.app.Methods;
import org.greater4j.app.NamedTask;
import org.greater4j.app.RunConfig;
import org.greater4j.app.RunDirectoryName;
import org.greater4j.app.TaskChoice;
import org.greater4j.app.launch.RunEstimate;
import org.greater4j.app.launch.RunOrder;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunFollower;
import org.greater4j.run.RunGlance;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.web.Templates;
import org.greater4j.web.live.OpenRuns;
import org.greater4j.web.live.RunIndex;
import org.greater4j.web.live.RunSummary;
import org.greater4j.web.pages.Address;
import org.greater4j.web.pages.NewRunPage;
import org.greater4j.web.pages.RunForm;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What changes something: new runs, branches, stops, resumptions. */
final class RunActions {
    private static final Logger LOG = LoggerFactory.getLogger(RunActions.class);
    private static final List<NewRunPage.Choice> METHODS = Arrays.stream(Methods.values())
            .map(method -> new NewRunPage.Choice(method.label(), method.title()))
            .toList();

    private static final List<NewRunPage.Choice> ANSWER_FORMATS = TaskChoice.answerFormats().stream()
            .map(name -> new NewRunPage.Choice(
                    name, name.equals(TaskChoice.named("").answerFormat()) ? "as they look (auto)" : name))
            .toList();

    private final RunIndex index;
    private final OpenRuns open;
    private final Workshop workshop;
    private final Uploads uploads;
    private final RunPages runs;
    private final Pages pages;

    RunActions(RunIndex index, OpenRuns open, Workshop workshop, RunPages runs, Pages pages) {
        this.index = index;
        this.open = open;
        this.workshop = workshop;
        this.uploads = new Uploads(index.root());
        this.runs = runs;
        this.pages = pages;
    }

    /** What a form is about: the settings behind it, and where its prompt came from. */
    private record Origin(
            RunConfig config,
            Manifest.@Nullable Branch branch,
            @Nullable String prompt) {}

    void form(Context request) {
        RunForm given = RunForm.of(request::queryParam);
        Origin origin = origin(given);
        RunForm filled = RunForm.of(origin.config());
        if (origin.prompt() != null) {
            filled = filled.with("init", origin.prompt());
        }
        RunForm form = given.over(filled);
        pages.send(request, "new", pages.frame(request, "New run", "new"), page(form, origin, List.of()));
    }

    /** The estimate alone, for a form that is being filled in. */
    void estimate(Context request) {
        RunForm form = RunForm.of(request::formParam);
        RunForm.Reading reading = form.read(origin(form).config(), workshop.environment());
        NewRunPage.Estimate estimate = estimate(reading);
        request.html(Templates.render(
                "ui/estimate.jte",
                estimate == null ? Map.of("problems", reading.problems()) : Map.of("estimate", estimate)));
    }

    void begin(Context request) {
        UploadedFile file = uploaded(request);
        RunForm form = RunForm.of(request::formParam);
        Origin origin = origin(form);
        Uploads.Kept uploaded = null;
        List<String> problems = new ArrayList<>();
        if (file != null && file.size() > 0) {
            try {
                uploaded = uploads.keep(file);
                form = form.with("task", uploaded.path().toString());
            } catch (GreaterException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        RunForm.Reading reading = form.read(origin.config(), workshop.environment());
        problems.addAll(reading.problems());
        Path directory = directory(form, reading, problems);
        RunConfig config = reading.config();
        if (!problems.isEmpty() || config == null || directory == null) {
            if (uploaded != null && reading.task() == null) {
                uploads.forget(uploaded);
                form = form.with("task", "");
            }
            request.status(HttpStatus.UNPROCESSABLE_CONTENT);
            pages.send(request, "new", pages.frame(request, "New run", "new"), page(form, origin, problems));
            return;
        }
        workshop.processes().begin(new RunOrder(config, directory, branch(origin, config)));
        request.redirect(Address.ofRun(index.id(directory)).toString(), HttpStatus.SEE_OTHER);
    }

    // the first look at a form with a file reads all of it
    private static @Nullable UploadedFile uploaded(Context request) {
        if (request.req().getContentLengthLong() > Uploads.MOST_BYTES + Uploads.MOST_FORM_BYTES) {
            throw new ContentTooLargeResponse();
        }
        try {
            return request.uploadedFile("file");
        } catch (Exception e) {
            // Jetty has several for a part that is larger than it was told to take, some of them checked
            LOG.debug("reading an upload", e);
            throw new ContentTooLargeResponse();
        }
    }

    void resume(Context request) {
        String id = runs.id(request);
        workshop.processes().resume(runs.existing(id));
        request.redirect(Address.ofRun(id).toString(), HttpStatus.SEE_OTHER);
    }

    void stop(Context request) {
        String id = runs.id(request);
        if (!workshop.processes().stop(runs.directory(id))) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    "run: expected one that was begun here, found another process's or none; end it where it was begun");
        }
        request.redirect(Address.ofRun(id).toString(), HttpStatus.SEE_OTHER);
    }

    private Origin origin(RunForm form) {
        String id = form.value("branch");
        if (id.isEmpty()) {
            return new Origin(Defaults.run(), null, null);
        }
        Path directory = runs.existing(id);
        RunFollower.Look look = open.look(directory);
        String step = form.value("step");
        Integer after = step.matches("[0-9]{1,7}") ? Integer.valueOf(step) : null;
        return new Origin(
                RunConfig.of(look.record().manifest(), directory),
                new Manifest.Branch(directory.toString(), after, false),
                prompt(look, after, id));
    }

    private static String prompt(RunFollower.Look look, @Nullable Integer after, String id) {
        RunHistory history = look.history();
        if (after == null && look.record().result() != null) {
            return look.record().result().finalPrompt().text();
        }
        if (after != null && after == 0 && history.initial() != null) {
            return history.initial().scored().prompt().text();
        }
        return history.steps().stream()
                .filter(step -> after != null && step.step() == after)
                .map(step -> step.after().text())
                .findFirst()
                .orElseThrow(() -> new GreaterException(
                        ErrorCode.INVALID_RUN,
                        "branch: expected a step of the run " + id + ", found none of number " + after
                                + "; go back to the run and choose one"));
    }

    private static Manifest.@Nullable Branch branch(Origin origin, RunConfig config) {
        Manifest.Branch branch = origin.branch();
        return branch == null
                ? null
                : new Manifest.Branch(
                        branch.run(), branch.step(), !config.init().equals(origin.prompt()));
    }

    private @Nullable Path directory(RunForm form, RunForm.Reading reading, List<String> problems) {
        String name = form.value("name").strip();
        if (name.isEmpty()) {
            return reading.config() == null
                    ? null
                    : RunDirectoryName.next(
                            index.root(),
                            reading.config().task().name(),
                            Clock.systemUTC().instant());
        }
        Path directory = index.directory(name).orElse(null);
        if (directory == null || !name.matches("[A-Za-z0-9_][A-Za-z0-9_./ -]{0,150}")) {
            problems.add("name: expected letters, digits, dots, dashes or slashes, found '" + name + "'");
            return null;
        }
        if (RunRecord.isRun(directory)
                || workshop.processes().activity(directory).isPresent()) {
            problems.add("name: expected one that no run has, found that of another run, '" + name + "'");
        }
        return directory;
    }

    private NewRunPage page(RunForm form, Origin origin, List<String> problems) {
        RunForm.Reading reading = form.read(origin.config(), workshop.environment());
        Manifest.Branch branch = origin.branch();
        return new NewRunPage(
                form,
                problems,
                models(workshop),
                NamedTask.all(),
                METHODS,
                ANSWER_FORMATS,
                estimate(reading),
                branch == null
                        ? null
                        : (branch.step() == null ? "the result" : "step " + branch.step()) + " of "
                                + form.value("branch"));
    }

    private NewRunPage.@Nullable Estimate estimate(RunForm.Reading reading) {
        if (reading.config() == null || reading.task() == null) {
            return null;
        }
        return NewRunPage.Estimate.of(RunEstimate.of(
                reading.config(),
                reading.task(),
                workshop.models(),
                rate(reading.config().model())));
    }

    /** Tokens a second of the last finished run with a model; null if there is none. */
    private @Nullable Double rate(String model) {
        return index.list().runs().stream()
                .filter(run ->
                        run.glance() != null && model.endsWith(run.glance().model()))
                .sorted(Comparator.comparing(RunSummary::started).reversed())
                .map(RunSummary::glance)
                .map(RunGlance::spent)
                .filter(spent -> spent != null && spent.seconds() > 0)
                .map(spent -> spent.cost().total() / spent.seconds())
                .findFirst()
                .orElse(null);
    }

    static List<NewRunPage.Choice> models(Workshop workshop) {
        List<NewRunPage.Choice> models = new ArrayList<>();
        workshop.models()
                .list()
                .forEach(model -> models.add(new NewRunPage.Choice(
                        model.entry().name(), model.cached() ? "on this machine" : "is fetched at first use")));
        workshop.models().local().forEach(model -> models.add(new NewRunPage.Choice(model.name(), "on this machine")));
        return models;
    }
}
