package org.greater4j.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.launch.RunProcesses;
import org.greater4j.app.playground.Playground;
import org.greater4j.app.study.StudyFiles;
import org.greater4j.app.study.StudyTable;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.Manifest;
import org.greater4j.web.SampleRun;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a client meets it. */
class UiServerTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String HOSTILE =
            "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202E\u0007 \uD83D\uDE00" + "x".repeat(1000);

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable UiServer server;

    /** No model here can be opened. */
    private static final class NoModels implements ModelOpener {
        @Override
        public GradientModel open(RunConfig config) {
            throw new GreaterException(ErrorCode.FILE_NOT_FOUND, "model: expected one, found <none>");
        }

        @Override
        public GradientModel reopen(RunConfig config, Manifest begun) {
            return open(config);
        }
    }

    private UiServer server(UiOptions options) {
        Map<String, String> environment =
                Map.of("GREATER_CACHE", folder.resolve("cache").toString());
        RunProcesses processes =
                new RunProcesses(List.of(folder.resolve("no-program").toString()));
        Playground playground = new Playground(new NoModels(), Duration.ofMinutes(1));
        UiServer started = UiServer.start(
                options,
                new Workshop(processes, playground, new Models(environment, DownloadListener.none()), environment));
        open.addAll(List.of(started, playground, processes));
        return started;
    }

    private Path runs() {
        return folder.resolve("runs");
    }

    @BeforeEach
    void start() {
        server = server(UiOptions.onLoopback(0, runs()));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.port()) + path);
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-www-form-urlencoded");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private String[] own() {
        return new String[] {"Origin", "http://127.0.0.1:" + (server == null ? 0 : server.port())};
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Element one(Document page, String query) {
        return Objects.requireNonNull(page.selectFirst(query), query);
    }

    private static Document page(HttpResponse<String> response) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = parser.parseInput(response.body(), "");
        assertThat(parser.getErrors()).as(response.body()).isEmpty();
        return page;
    }

    @Test
    void anEmptyFolderInvitesToStart() {
        HttpResponse<String> list = get("/");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(page(list).select(".empty").text()).contains("There are no runs in", "Start one");
    }

    @Test
    void everyAnswerHasAPolicyThatAllowsNothingForeign() {
        for (String path : List.of("/", "/new", "/playground", "/nothing", "/run?id=none", "/login")) {
            HttpResponse<String> response = get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .startsWith("default-src 'none'; style-src 'self'; script-src 'self'")
                    .doesNotContain("unsafe", "*");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            Document page = page(response);
            // nothing inline that such a policy would refuse
            assertThat(page.select("style, script:not([src]), [style]")).isEmpty();
            assertThat(page.getAllElements().stream().flatMap(one -> one.attributes().asList().stream()))
                    .noneMatch(attribute -> attribute.getKey().startsWith("on"));
        }
    }

    @Test
    void styleAndScriptAreServedForGood() {
        Document page = page(get("/"));
        for (String address : List.of(
                page.select("link[rel=stylesheet]").attr("href"),
                page.select("script").attr("src"))) {
            HttpResponse<String> file = get(address);
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        }
        assertThat(get("/assets/0/ui.css").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil", ""})
    void anotherHostIsRefused(String host) throws IOException {
        assertThat(rawStatus(host)).isIn(400, 421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9000", "127.0.0.1", "[::1]:80"})
    void thisMachineByAnyOfItsNamesIsNot(String host) throws IOException {
        assertThat(rawStatus(host)).isEqualTo(200);
    }

    // the client above does not let a host be chosen
    private int rawStatus(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    @Test
    void changesOfOtherSitesAreRefused() throws IOException {
        Path run = new SampleRun(runs().resolve("one")).killedAfter(3).write();
        assertThat(run).isDirectory();
        for (String path : List.of("/new", "/stop?id=one", "/resume?id=one", "/playground", "/estimate")) {
            assertThat(post(path, "").statusCode()).as(path + " without origin").isEqualTo(403);
            assertThat(post(path, "", "Origin", "http://evil.example").statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(post(path, "", "Origin", "null").statusCode()).as(path).isEqualTo(403);
        }
        assertThat(get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/estimate", "steps=2", own()).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenIsDemandedWhereThereIsOne() {
        server = server(new UiOptions("127.0.0.1", 0, runs(), TOKEN));
        assertThat(server.address()).endsWith("/login?token=" + TOKEN);
        assertThat(get("/").statusCode()).isEqualTo(401);
        assertThat(get("/live?topic=runs").statusCode()).isEqualTo(401);
        assertThat(get("/", "Accept", "text/html,*/*").headers().firstValue("Location"))
                .contains("/login");
        assertThat(get("/", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(get("/", "Authorization", "Bearer " + TOKEN + "x").statusCode())
                .isEqualTo(401);
        assertThat(get("/login?token=wrong").statusCode()).isEqualTo(401);
        HttpResponse<String> signedIn = get("/login?token=" + TOKEN);
        assertThat(signedIn.statusCode()).isEqualTo(303);
        String cookie = signedIn.headers().firstValue("Set-Cookie").orElse("");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        assertThat(get("/", "Cookie", cookie.split(";", 2)[0]).statusCode()).isEqualTo(200);
    }

    @Test
    void otherInterfacesDemandATokenAndItMustBeLong() {
        assertThatThrownBy(() -> new UiOptions("0.0.0.0", 0, runs(), null).check())
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("--host 0.0.0.0: expected a token");
        assertThatThrownBy(() -> new UiOptions("0.0.0.0", 0, runs(), "short").check())
                .hasMessageContaining("--token: expected at least 16");
        assertThatThrownBy(() -> new UiOptions("127.0.0.1", 70000, runs(), "short").check())
                .hasMessageContaining("--port")
                .hasMessageContaining("--token");
        new UiOptions("0.0.0.0", 0, runs(), TOKEN).check();
    }

    @Test
    void aTakenPortIsSaid() {
        int port = uri("/").getPort();
        assertThatThrownBy(() -> server(UiOptions.onLoopback(port, runs())))
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("--port: expected a port that is free, found " + port);
    }

    @Test
    void runsAreListedFilteredAndSorted() {
        new SampleRun(runs().resolve("one")).write();
        new SampleRun(runs().resolve("deep/er/two")).killedAfter(3).write();
        assertThat(page(get("/")).select("table.runs tbody th a").eachText())
                .containsExactlyInAnyOrder("one", "deep/er/two");
        assertThat(page(get("/?state=finished")).select("table.runs tbody th a").eachText())
                .containsExactly("one");
        assertThat(page(get("/?state=interrupted"))
                        .select("table.runs tbody th a")
                        .eachText())
                .containsExactly("deep/er/two");
        assertThat(page(get("/?q=DEEP")).select("table.runs tbody th a").eachText())
                .containsExactly("deep/er/two");
        assertThat(page(get("/?sort=name&order=down"))
                        .select("table.runs tbody th a")
                        .eachText())
                .containsExactly("one", "deep/er/two");
        assertThat(page(get("/?sort=name")).select("th[aria-sort]").attr("aria-sort"))
                .isEqualTo("ascending");
        assertThat(page(get("/?q=nothing+like+it")).select(".empty").text()).contains("None of the 2 runs");
        assertThat(get("/?page=99&sort=%00&state=x").statusCode()).isEqualTo(200);
    }

    @Test
    void aRunIsShownWithThePartsOfItsReport() {
        new SampleRun(runs().resolve("one")).write();
        Document page = page(get("/run?id=one"));
        assertThat(page.select("h1").text()).isEqualTo("one");
        assertThat(page.select("[data-part=status] .badge").text()).isEqualTo("finished");
        for (String part : List.of("result", "prompt", "search", "lineage", "steps", "answers", "cost", "manifest")) {
            assertThat(page.select("section#" + part)).as(part).hasSize(1);
        }
        assertThat(page.select("#step-2 a").attr("href")).isEqualTo("/new?branch=one&step=2");
        assertThat(get("/prompt?id=one").body()).isEqualTo(" Read and answer");
        HttpResponse<String> report = get("/report?id=one");
        assertThat(report.body()).startsWith("<!doctype html>");
        assertThat(report.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sha256-");
    }

    @Test
    void anInterruptedRunCanBeGoneOnWithAndStoppedOnlyByWhoBeganIt() {
        new SampleRun(runs().resolve("one")).killedAfter(3).write();
        Document page = page(get("/run?id=one"));
        assertThat(page.select("#resume")).hasSize(1);
        assertThat(page.select("#stop")).isEmpty();
        assertThat(post("/stop?id=one", "", own()).statusCode()).isEqualTo(400);
        assertThat(get("/prompt?id=one").statusCode()).isEqualTo(400);
        // this test's program can't be started
        assertThat(post("/resume?id=one", "", own()).statusCode()).isEqualTo(303);
        assertThat(page(get("/run?id=one")).select("[role=alert]").text()).contains("could not be started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../secret", "a/../../secret", "/etc", ".", "%00", ".hidden", "a//b", "link"})
    void noOtherFolderIsReached(String id) throws IOException {
        new SampleRun(folder.resolve("secret")).write();
        new SampleRun(runs().resolve(".hidden")).write();
        Files.createSymbolicLink(runs().resolve("link"), folder.resolve("secret"));
        for (String path : List.of("/run", "/report", "/prompt", "/study", "/live")) {
            HttpResponse<String> response = get(path + "?" + (path.equals("/live") ? "run" : "id") + "=" + id);
            assertThat(response.statusCode()).as(path).isIn(400, 404);
            assertThat(response.body()).doesNotContain("Read and answer", "gen/sample");
        }
    }

    @Test
    void hostileTextStaysText() {
        new SampleRun(runs().resolve("hostile"))
                .saying(HOSTILE)
                .withFullSettings()
                .write();
        new SampleRun(runs().resolve("plain")).write();
        for (String path : List.of(
                "/",
                "/run?id=hostile",
                "/compare?run=hostile&run=plain",
                "/new?branch=hostile&step=1&name=%3Cscript%3E",
                "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/playground?prompt=%3C/textarea%3E%3Cscript%3E&task=%3Cscript%3E",
                "/run?id=%3Cscript%3Ealert(1)%3C/script%3E")) {
            Document page = page(get(path));
            assertThat(page.select("script:not([src]), img, iframe")).as(path).isEmpty();
            assertThat(page.select("script")).as(path).hasSize(1);
        }
        assertThat(page(get("/run?id=hostile")).wholeText()).contains("<script>alert(1)</script>");
    }

    @Test
    void runsAreCompared() {
        new SampleRun(runs().resolve("one")).write();
        new SampleRun(runs().resolve("two"))
                .answering("WWWWWWWWRU", "RWWWWWWWWU")
                .write();
        Document page = page(get("/compare?run=one&run=two"));
        assertThat(page.select(".column h3 a").eachText()).containsExactly("one", "two");
        assertThat(page.select("table.same tbody tr")).hasSize(10);
        assertThat(page.select("tr.differ")).hasSize(7);
        assertThat(page.select(".sentence").text()).contains("0 fixed, 7 broken");
        assertThat(page.select("[data-chart=compared] path.series1")).hasSize(1);
        assertThat(page.select("[data-chart=compared]").text())
                .contains("where task, training examples, seed and the rules of the search are the same");
        assertThat(get("/compare?run=one").statusCode()).isEqualTo(400);
        assertThat(get("/compare?run=one&run=none").statusCode()).isEqualTo(404);
    }

    @Test
    void aStudyHasItsTablesAndItsRuns() throws IOException {
        new SampleRun(runs().resolve("study/model/task/greater/seed-1")).write();
        Files.writeString(runs().resolve("study/study.yaml"), "tasks: []");
        assertThat(page(get("/")).select("ul.links a").eachText()).containsExactly("study");
        assertThat(page(get("/study?id=study")).select(".empty").text()).contains("There is no table yet");
        StudyFiles.write(
                new StudyTable(
                        "study",
                        List.of("model"),
                        List.of("<task>"),
                        List.of("initial", "greater"),
                        List.of(1L),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of("model/<task>/initial: it failed")),
                runs().resolve("study"));
        Document page = page(get("/study?id=study"));
        assertThat(page.select("table.grid").first()).isNotNull();
        assertThat(page.select("table.grid th").eachText()).contains("task", "initial", "greater");
        assertThat(page.select(".warnings li").text()).isEqualTo("model/<task>/initial: it failed");
        assertThat(page.select("[data-part=status]").text()).isEqualTo("1 of 1 begun runs are finished");
        assertThat(page(get("/?study=study")).select("table.runs tbody th a")).hasSize(1);
        assertThat(get("/study?id=none").statusCode()).isEqualTo(404);
    }

    @Test
    void everythingWrongWithAFormIsSaidAtOnceAndWhatWasTypedStays() {
        HttpResponse<String> answer = post(
                "/new",
                "model=m&task=gen%2Fnone&steps=x&train=0&minutes=soon&seed=1.5&name=..%2Fout&init=Think+%3Cb%3E",
                own());
        assertThat(answer.statusCode()).isEqualTo(422);
        Document page = page(answer);
        assertThat(page.select(".problems li").eachText())
                .anyMatch(line -> line.contains("gen/none"))
                .anyMatch(line -> line.startsWith("steps: expected a whole number"))
                .anyMatch(line -> line.startsWith("train: expected a whole number of at least 1"))
                .anyMatch(line -> line.startsWith("minutes: expected a number"))
                .anyMatch(line -> line.startsWith("seed: expected a whole number"))
                .anyMatch(line -> line.startsWith("name: expected letters"));
        assertThat(page.select("#init").val()).isEqualTo("Think <b>");
        assertThat(page.select("#steps").val()).isEqualTo("x");
        assertThat(runs()).doesNotExist();
    }

    @Test
    void aBadFileIsRefusedByItsRowsAndNotKept() throws IOException {
        String file = "question,answer\nIs it?,Yes\nIs it not?\nOr,\n";
        HttpResponse<String> answer = upload("bad.csv", file);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(page(answer).select(".problems li").text()).contains("bad-", ":3:", ":4:");
        try (Stream<Path> kept = Files.walk(runs())) {
            assertThat(kept.filter(Files::isRegularFile)).isEmpty();
        }
        String texts = "question,answer\nIs it?,Yes\nIs it not?,No\nOr?,Yes\nAnd?,No\nBut?,Ye\n";
        Document slip = page(upload("slip.csv", texts));
        assertThat(slip.select(".problems li").text()).contains(":6:", "found 'Ye' once", "beside 'yes' 2 times");
        assertThat(slip.select("#answer-format option").eachAttr("value")).contains("label", "number", "text");
        assertThat(page(upload("run.exe", "x")).select(".problems li").text()).contains("expected a name that ends in");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() {
        HttpResponse<String> answer = upload("large.csv", "question,answer\n" + "x".repeat(6_000_000));
        assertThat(answer.statusCode()).isIn(413, 422);
        assertThat(answer.body()).contains("at most 5 MB");
    }

    private HttpResponse<String> upload(String name, String content) {
        String body = "--limit\r\nContent-Disposition: form-data; name=\"steps\"\r\n\r\n2\r\n"
                + "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + content + "\r\n--limit--\r\n";
        return send(HttpRequest.newBuilder(uri("/new"))
                .headers(own())
                .header("Content-Type", "multipart/form-data; boundary=limit")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void theEstimateFollowsTheForm() {
        String few = page(post("/estimate", "task=gen%2Fsentiment&steps=1&train=4&dev=4&test=4", own()))
                .text();
        String many = page(post("/estimate", "task=gen%2Fsentiment&steps=500&train=4&dev=4&test=4", own()))
                .text();
        assertThat(few).contains("Tokens at most about", "thousand", "not known before a first run");
        assertThat(many).contains("million");
        assertThat(page(post("/estimate", "steps=x", own())).text()).contains("No estimate", "steps: expected");
    }

    @Test
    void thePlaygroundSaysWhyItCanNotAnswer() throws InterruptedException {
        HttpResponse<String> asked = post("/playground", "task=gen%2Fsentiment&prompt=Think&model=none", own());
        assertThat(asked.statusCode()).isEqualTo(303);
        String address = asked.headers().firstValue("Location").orElse("");
        assertThat(address).contains("prompt=Think", "job=1", "model=none");
        for (int look = 0; look < 500; look++) {
            Document page = page(get(address));
            if (!page.select("[role=alert]").isEmpty()) {
                assertThat(page.select("[role=alert]").text()).isEqualTo("model: expected one, found <none>");
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no answer");
    }

    @Test
    void branchesBeginWithThePromptOfTheStep() {
        new SampleRun(runs().resolve("one")).withFullSettings().write();
        Document page = page(get("/new?branch=one&step=1"));
        assertThat(one(page, "#init").wholeText()).endsWith(" Read and answer");
        assertThat(page.select("h1").text()).isEqualTo("Branch");
        assertThat(get("/new?branch=one&step=77").statusCode()).isEqualTo(400);
        assertThat(get("/new?branch=none&step=1").statusCode()).isEqualTo(404);
    }

    @Test
    void changesAreTold() throws Exception {
        SampleRun run = new SampleRun(runs().resolve("one"));
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(uri("/live?topic=runs"))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        try (InputStream in = stream.body()) {
            assertThat(event(in)).isEqualTo("open");
            run.write();
            assertThat(event(in)).isEqualTo("changed");
        }
    }

    private static String event(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            assertThat(next).isNotNegative();
            if (next != '\n') {
                line.append((char) next);
            } else if (line.toString().startsWith("event: ")) {
                return line.substring("event: ".length()).strip();
            } else {
                line.setLength(0);
            }
        }
    }
}
