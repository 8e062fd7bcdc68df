package org.greater4j.web.server;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.greater4j.app.launch.RunActivity;
import org.greater4j.app.study.StudyFiles;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunFollower;
import org.greater4j.run.RunRecord;
import org.greater4j.web.Report;
import org.greater4j.web.live.OpenRuns;
import org.greater4j.web.live.RunIndex;
import org.greater4j.web.pages.Address;
import org.greater4j.web.pages.ComparePage;
import org.greater4j.web.pages.RunListPage;
import org.greater4j.web.pages.RunPage;
import org.greater4j.web.pages.RunQuery;
import org.greater4j.web.pages.StartingPage;
import org.greater4j.web.pages.StudyPage;
import org.jspecify.annotations.Nullable;

/** The pages that only read: the list, a run, its report and prompt, comparisons, studies. */
final class RunPages {
    /** How long a reader waits for runs that were never read before; the page follows when they are. */
    private static final long PATIENCE_NANOS = 250_000_000;

    private final RunIndex index;
    private final OpenRuns open;
    private final Workshop workshop;
    private final Pages pages;

    RunPages(RunIndex index, OpenRuns open, Workshop workshop, Pages pages) {
        this.index = index;
        this.open = open;
        this.workshop = workshop;
        this.pages = pages;
    }

    void list(Context request) {
        RunQuery query = RunQuery.of(request::queryParam);
        RunListPage page = RunListPage.of(
                index.list(PATIENCE_NANOS), pending(), index.root().toString(), query);
        pages.send(
                request,
                "runs",
                pages.frame(request, "Runs", "runs").liveAt(Address.of("/live").with("topic", "runs")),
                page);
    }

    /** Runs that were begun here and have no record yet. */
    List<RunListPage.Pending> pending() {
        List<RunListPage.Pending> pending = new ArrayList<>();
        for (Path directory : workshop.processes().directories()) {
            workshop.processes()
                    .activity(directory)
                    .filter(activity -> activity.alive() && !RunRecord.isRun(directory))
                    .ifPresent(activity -> pending.add(RunListPage.Pending.of(index.id(directory), activity)));
        }
        return pending;
    }

    void run(Context request) {
        String id = id(request);
        Path directory = directory(id);
        Optional<RunActivity> activity = workshop.processes().activity(directory);
        Address live = Address.of("/live").with("run", id);
        if (!RunRecord.isRun(directory)) {
            RunActivity known = activity.orElseThrow(() -> noRun(id));
            pages.send(request, "starting", pages.frame(request, id, "runs").liveAt(live), new StartingPage(id, known));
            return;
        }
        RunFollower.Look look = open.look(directory);
        RunPage page = RunPage.of(id, look, activity.orElse(null), from(request), branchAddress(look));
        pages.send(request, "run", pages.frame(request, id, "runs").liveAt(live), page);
    }

    private static @Nullable Integer from(Context request) {
        String from = request.queryParam("from");
        return from != null && from.matches("[0-9]{1,7}") ? Integer.valueOf(from) : null;
    }

    private @Nullable String branchAddress(RunFollower.Look look) {
        Manifest.Branch branch = look.record().manifest().branchedFrom();
        if (branch == null) {
            return null;
        }
        Path other = Path.of(branch.run()).toAbsolutePath().normalize();
        return other.startsWith(index.root()) && RunRecord.isRun(other)
                ? Address.ofRun(index.id(other)).toString()
                : null;
    }

    void report(Context request) {
        RunRecord record = RunRecord.read(existing(id(request)));
        // the file brings its own style and script, and the hashes that allow them
        request.header("Content-Security-Policy", Report.policy())
                .html(Report.of(record).html());
    }

    void prompt(Context request) {
        RunFollower.Look look = open.look(existing(id(request)));
        if (look.record().result() == null) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN, "prompt: expected a finished run, found one without a result; wait for it");
        }
        request.contentType("text/plain; charset=utf-8")
                .result(look.record().result().finalPrompt().text().getBytes(StandardCharsets.UTF_8));
    }

    void compare(Context request) {
        List<String> ids = request.queryParams("run").stream().distinct().toList();
        if (ids.size() < 2 || ids.size() > ComparePage.MOST_RUNS) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "compare: expected 2 to " + ComparePage.MOST_RUNS + " runs, found " + ids.size()
                            + "; mark them in the list of runs and press Compare");
        }
        List<ComparePage.Looked> looked = new ArrayList<>();
        for (String id : ids) {
            looked.add(new ComparePage.Looked(id, open.look(existing(id))));
        }
        pages.send(request, "compare", pages.frame(request, "Comparison", "runs"), ComparePage.of(looked));
    }

    void study(Context request) {
        String id = id(request);
        if (!index.isStudy(id)) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "study: expected a folder with study.yaml or compare.txt, found none at " + id
                            + "; go back to the list");
        }
        StudyPage page = StudyPage.of(
                id,
                StudyFiles.read(directory(id)),
                index.list().runs().stream()
                        .filter(run -> id.equals(run.study()))
                        .toList());
        pages.send(
                request,
                "study",
                pages.frame(request, id, "runs").liveAt(Address.of("/live").with("topic", "runs")),
                page);
    }

    String id(Context request) {
        String id = request.queryParam("id");
        if (id == null) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION, "id: expected the name of a run, found none; go back to the list");
        }
        return id;
    }

    /** The folder of an id, whether or not there is anything at it. */
    Path directory(String id) {
        return index.directory(id).orElseThrow(() -> noRun(id));
    }

    /** The folder of a run that is there. */
    Path existing(String id) {
        Path directory = directory(id);
        if (!RunRecord.isRun(directory)) {
            throw noRun(id);
        }
        return directory;
    }

    static GreaterException noRun(String id) {
        return new GreaterException(
                ErrorCode.FILE_NOT_FOUND,
                "run: expected one of the runs of the list, found none called '" + id + "'; go back to the list");
    }
}
