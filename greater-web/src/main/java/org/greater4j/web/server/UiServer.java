package org.greater4j.web.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.greater4j.error.Blame;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.web.live.Changes;
import org.greater4j.web.live.OpenRuns;
import org.greater4j.web.live.RunIndex;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web application while it runs; close it to end it. What it sets to work stays the caller's. */
public final class UiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UiServer.class);

    private final UiOptions options;
    private final Javalin server;
    private final Changes changes;

    private UiServer(UiOptions options, Javalin server, Changes changes) {
        this.options = options;
        this.server = server;
        this.changes = changes;
    }

    /**
     * Starts to listen.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) if an option is wrong, ({@code NOT_WRITABLE}) if the port is taken
     */
    public static UiServer start(UiOptions options, Workshop workshop) {
        options.check();
        Changes changes = new Changes();
        Javalin server = Javalin.create(config -> configure(config, options, workshop, changes));
        try {
            server.start(options.host(), options.port());
        } catch (JavalinBindException e) {
            changes.close();
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "--port: expected a port that is free, found " + options.port() + " taken on " + options.host()
                            + "; give another --port, or 0 for any",
                    e);
        }
        return new UiServer(options, server, changes);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** What to open in a browser; holds the token if there is one. */
    public String address() {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        String token = options.token();
        return "http://" + host + ":" + port()
                + (token == null ? "/" : Gate.SIGN_IN + "?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        changes.close();
        server.stop();
    }

    private static void configure(JavalinConfig config, UiOptions options, Workshop workshop, Changes changes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = Uploads.MOST_FORM_BYTES;
        config.jetty.multipartConfig.maxFileSize(Uploads.MOST_BYTES, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(Uploads.MOST_BYTES + Uploads.MOST_FORM_BYTES, SizeUnit.BYTES);
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
        StaticFiles files = StaticFiles.load();
        Pages pages = new Pages(files);
        Gate gate = new Gate(options);
        RunIndex index = new RunIndex(options.runs());
        Thread reader = new Thread(index::list, "first reading of all runs");
        reader.setDaemon(true);
        reader.start();
        OpenRuns open = new OpenRuns();
        RunPages runs = new RunPages(index, open, workshop, pages);
        RunActions actions = new RunActions(index, open, workshop, runs, pages);
        PlaygroundPages playground = new PlaygroundPages(workshop, runs, pages);
        LiveStreams live = new LiveStreams(index, workshop, runs, playground, changes);
        RoutesConfig routes = config.routes;
        routes.before(gate::check);
        routes.get("/", runs::list);
        routes.get("/run", runs::run);
        routes.get("/report", runs::report);
        routes.get("/prompt", runs::prompt);
        routes.get("/compare", runs::compare);
        routes.get("/study", runs::study);
        routes.get("/new", actions::form);
        routes.post("/new", actions::begin);
        routes.post("/estimate", actions::estimate);
        routes.post("/stop", actions::stop);
        routes.post("/resume", actions::resume);
        routes.get("/playground", playground::show);
        routes.post("/playground", playground::ask);
        routes.before("/live", live::check);
        routes.sse("/live", live::open);
        routes.get(StaticFiles.PREFIX + "{hash}/{name}", files::serve);
        routes.get(Gate.SIGN_IN, request -> signIn(request, request.queryParam("token"), gate, pages));
        routes.post(Gate.SIGN_IN, request -> signIn(request, request.formParam("token"), gate, pages));
        failures(routes, pages);
    }

    private static void signIn(Context request, @Nullable String token, Gate gate, Pages pages) {
        if (gate.isSignedIn(request) || gate.isToken(token)) {
            gate.signIn(request);
            request.redirect("/", HttpStatus.SEE_OTHER);
            return;
        }
        request.status(token == null ? HttpStatus.OK : HttpStatus.UNAUTHORIZED);
        pages.send(request, "login", pages.frame(request, "Sign in", ""), Boolean.valueOf(token != null));
    }

    private static void failures(RoutesConfig routes, Pages pages) {
        routes.exception(Gate.Refused.class, (refused, request) -> {
            if (refused.status() == HttpStatus.UNAUTHORIZED && "text/html".equals(firstAccepted(request))) {
                request.redirect(Gate.SIGN_IN, HttpStatus.SEE_OTHER);
            } else {
                // without a page: whoever is refused learns nothing
                request.status(refused.status())
                        .contentType("text/plain; charset=utf-8")
                        .result(refused.getMessage());
            }
        });
        routes.exception(
                GreaterException.class,
                (failure, request) -> pages.message(
                        request, status(failure), title(failure.code()), String.valueOf(failure.getMessage())));
        routes.exception(
                HttpResponseException.class,
                (failure, request) -> pages.message(
                        request,
                        HttpStatus.forStatus(failure.getStatus()),
                        failure.getStatus() == HttpStatus.CONTENT_TOO_LARGE.getCode() ? "Too large" : "Nothing here",
                        failure.getStatus() == HttpStatus.CONTENT_TOO_LARGE.getCode()
                                ? "expected at most " + Uploads.MOST_BYTES / 1_000_000
                                        + " MB, found more; give the path of a large file as the task"
                                : "there is no page at this address"));
        routes.exception(Exception.class, (failure, request) -> {
            LOG.error("{} {}", request.method(), request.path(), failure);
            pages.message(
                    request,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "A defect of Greater4J",
                    failure.getClass().getSimpleName() + "; the program's standard error has more");
        });
    }

    private static String firstAccepted(Context request) {
        String accepted = request.header("Accept");
        return accepted == null ? "" : accepted.split("[,;]", 2)[0].strip();
    }

    private static HttpStatus status(GreaterException failure) {
        if (failure.code() == ErrorCode.FILE_NOT_FOUND) {
            return HttpStatus.NOT_FOUND;
        }
        if (failure.code() == ErrorCode.RUN_IN_USE) {
            return HttpStatus.CONFLICT;
        }
        Blame blame = failure.code().blame();
        return blame == Blame.USER || blame == Blame.UNSUPPORTED
                ? HttpStatus.BAD_REQUEST
                : HttpStatus.INTERNAL_SERVER_ERROR;
    }

    private static String title(ErrorCode code) {
        return switch (code) {
            case FILE_NOT_FOUND -> "Not found";
            case RUN_IN_USE -> "Busy";
            case INVALID_RUN -> "This can't be done with the run";
            default -> "This can't be done";
        };
    }
}
