package org.greater4j.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.evaluate.PairedComparison;
import org.greater4j.run.EventLog;
import org.greater4j.run.RunRecord;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser reads it, held against the run that it is of. */
class ReportTest {
    private static final Instant MADE = Instant.parse("2026-02-01T08:30:00Z");

    @TempDir
    Path folder;

    private SampleRun run() {
        return new SampleRun(folder.resolve("run"));
    }

    private static String html(Path run) {
        return Report.of(RunRecord.read(run), MADE).html();
    }

    /** Parses strictly: a page with any error in its markup fails. */
    private static Document page(Path run) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = parser.parseInput(html(run), "");
        assertThat(parser.getErrors()).isEmpty();
        return page;
    }

    private static String text(Document page, String query) {
        return one(page, query).wholeText();
    }

    private static Element one(Document page, String query) {
        Elements found = page.select(query);
        assertThat(found).as(query).hasSize(1);
        return found.get(0);
    }

    private static List<String> warnings(Path run) {
        return page(run).select(".warning").eachAttr("data-warning");
    }

    @Test
    void resultIsTheRunsInWords() {
        SampleRun run = run();
        Document page = page(run.write());
        assertThat(text(page, "#result h2")).isEqualTo("Better: 80.0 % right, 10.0 % before");
        assertThat(page.select("#result.good")).hasSize(1);
        assertThat(text(page, "#result .state")).isEqualTo("Finished");
        assertThat(page.select(".accuracy .counts").eachText()).containsExactly("1 of 10 right", "8 of 10 right");
        assertThat(page.select("#result .sentence").eachText().get(0))
                .contains("same 10 questions", "8 right", "fails on 1", "+70.0 points", "95 % interval of");
        double p = run.comparison().pValue();
        assertThat(p).isLessThan(0.05);
        assertThat(page.select("#result .sentence").eachText().get(1))
                .contains(String.format(Locale.ROOT, "p = %.4f", p), "about once in " + Math.round(1 / p) + " times");
    }

    @Test
    void aDifferenceThatIsNotShownIsNotCalledOne() {
        Document page = page(run().answering("RRWW", "RRRW").write());
        assertThat(text(page, "#result h2")).isEqualTo("No difference shown: 75.0 % right, 50.0 % before");
        assertThat(page.select("#result.neutral")).hasSize(1);
        assertThat(page.select("#result .sentence").text()).contains("does not say that the prompts are equal");
    }

    @Test
    void whatCouldNotBeComparedIsNotCalledADraw() {
        Document page = page(run().uncompared().write());
        assertThat(text(page, "#result h2")).isEqualTo("Not compared");
        assertThat(page.select("#result.neutral")).hasSize(1);
        assertThat(page.select(".accuracy .counts").eachText()).containsExactly("1 of 10 right", "8 of 10 right");
        assertThat(page.select(".warning").eachAttr("data-warning")).doesNotContain("few-rows");
    }

    @Test
    void worseIsCalledWorse() {
        Document page = page(run().answering("RRRRRRRR", "WWWWWWWW").write());
        assertThat(text(page, "#result h2")).isEqualTo("Worse: 0.0 % right, 100.0 % before");
        assertThat(page.select("#result.bad")).hasSize(1);
    }

    @Test
    void aRunWithoutTestShowsDevFiguresAndSaysSo() {
        Document page = page(run().untested().write());
        assertThat(text(page, "#result h2")).isEqualTo("A prompt was found; it was not tested");
        assertThat(page.select(".accuracy .counts").eachText()).containsExactly("1 of 3 right", "2 of 3 right");
        assertThat(page.select("#result .sentence").text()).contains("they flatter it");
        assertThat(page.select(".pair").eachAttr("data-example")).containsExactlyInAnyOrder("dev#0", "dev#1", "dev#2");
    }

    @Test
    void promptsStandThereToTheLetterWithTheirDifference() {
        Document page = page(run().write());
        assertThat(text(page, "#prompt-before")).isEqualTo(SampleRun.INITIAL.text());
        assertThat(text(page, "#prompt-after")).isEqualTo(SampleRun.FIRST.text());
        assertThat(page.select("#prompt-difference del").eachText()).containsExactly("Think");
        assertThat(page.select("#prompt-difference ins").eachText()).containsExactly("Read");
        assertThat(text(page, "#prompt-difference")).isEqualTo(" ThinkRead and answer");
    }

    @Test
    void stepsListCandidatesByGradientWithFiltersTrialsAndChoice() {
        Document page = page(run().write());
        assertThat(page.select("details.step")).hasSize(2);
        Elements rows = page.select("#step-1 tr.candidate");
        assertThat(rows.select("th .token").eachText()).containsExactly("␣Read", "␣Look", "␣Go", "␣Think", "sp Read");
        assertThat(rows.select(".value").eachText()).containsExactly("−9.00", "−6.50", "0.50", "2.00");
        assertThat(rows.select("td:eq(2)").eachText())
                .containsExactly("passed", "passed", "passed", "passed", "left out");
        assertThat(rows.get(0).select("td.number").eachText()).containsExactly("0.360", "1/4", "1.500", "5.50");
        assertThat(rows.get(1).select("td.number").eachText()).containsExactly("0.850", "3/4", "3.500", "5.00");
        assertThat(rows.select(".taken th").eachText()).containsExactly("␣Read");
        assertThat(rows.get(3).text()).contains("stood there");
        // the longest bar is the largest gradient's, to the left of nought
        assertThat(rows.get(0).select("rect.promising").attr("x")).isEqualTo("0.0");
        assertThat(rows.get(0).select("rect.promising").attr("width")).isEqualTo("60.0");
        assertThat(rows.get(3).select("rect").attr("x")).isEqualTo("60.0");

        Elements second = page.select("#step-2 tr.candidate");
        assertThat(second.get(0).select("td.number").eachText()).first().isEqualTo("≥ 0.870");
        assertThat(second.get(0).text()).contains("3/3", "let go");
    }

    @Test
    void chartsHaveAPointForEveryPromptAndEveryDevFigure() {
        Document page = page(run().write());
        assertThat(page.select(".chart").eachAttr("data-chart")).containsExactly("score", "answer-loss", "fluency");
        Element score = one(page, "[data-chart=score] > svg");
        assertThat(score.select("circle.current title").eachText())
                .satisfiesExactly(
                        start -> assertThat(start).startsWith("start: 1.100"),
                        first -> assertThat(first).startsWith("step 1: 0.360, Read and answer"),
                        second -> assertThat(second).startsWith("step 2: 0.620"));
        assertThat(score.select("circle.dev title").eachText())
                .containsExactly("dev: 2 of 3 wrong, Think and answer", "dev: 1 of 3 wrong, Read and answer");
        assertThat(score.select("circle.trial")).hasSize(1);
        assertThat(score.select("circle.bound")).hasSize(1);
        assertThat(score.select("circle.result")).hasSize(1);
        assertThat(one(page, "[data-chart=fluency] > svg").attr("aria-label"))
                .isEqualTo("Fluency after each step: 5.000, 5.500, 6.000.");
        // lower scores stand lower, and later steps further to the right
        Elements points = score.select("circle.current");
        assertThat(number(points.get(1), "cy")).isGreaterThan(number(points.get(0), "cy"));
        assertThat(number(points.get(2), "cx")).isGreaterThan(number(points.get(1), "cx"));
    }

    @Test
    void aScoreOfMistakesIsSaidToBeOne() {
        for (SampleRun run : List.of(fresh("older"), fresh("release").goingByLoss(0))) {
            Document page = page(run.write());
            assertThat(page.select(".chart").eachAttr("data-chart")).containsExactly("score", "answer-loss", "fluency");
            assertThat(note(page, "score"))
                    .isEqualTo(
                            "Share of mistakes on the training examples, plus a little of the fluency loss; lower is"
                                    + " better. Dev figures far above the line say that the search fits its own examples alone.");
            assertThat(page.select("[data-chart=score] .legend").text()).contains("share wrong on the dev examples");
        }
        assertThat(note(page(fresh("unmeasured").killedAfter(3).write()), "score"))
                .isEqualTo(
                        "Share of mistakes on the training examples, plus a little of the fluency loss; lower is better.");
    }

    @Test
    void aScoreOfLossesHasItsOwnUnitAndTheDevFiguresAChartOfTheirs() {
        Document page = page(fresh("loss").goingByLoss(1).write());
        assertThat(page.select(".chart").eachAttr("data-chart"))
                .containsExactly("score", "dev", "answer-loss", "fluency");
        assertThat(note(page, "score"))
                .isEqualTo("Loss of the right answer on the training examples, in nats a token, plus a little of the"
                        + " fluency loss; lower is better.");
        assertThat(page.select("[data-chart=score] circle.dev")).isEmpty();
        assertThat(page.select("[data-chart=score] .legend").text()).doesNotContain("dev");

        Element dev = one(page, "[data-chart=dev] > svg");
        assertThat(dev.select("circle.dev title").eachText())
                .containsExactly("dev: 2 of 3 wrong, Think and answer", "dev: 1 of 3 wrong, Read and answer");
        assertThat(dev.select("circle.result title").eachText()).containsExactly("the result: 0.333");
        assertThat(dev.attr("aria-label")).isEqualTo("Share wrong on the dev examples: start 0.667, step 1 0.333.");
        assertThat(note(page, "dev"))
                .isEqualTo(
                        "Share of the dev examples that a prompt gets wrong, at the step that tried it first; lower is"
                                + " better.");
        assertThat(note(
                        page(fresh("flat-dev")
                                .goingByLoss(1)
                                .measuringOnDev("RRW", "RWW")
                                .write()),
                        "dev"))
                .endsWith(
                        "None is below the first prompt's, though training scores fell: the search fits its own examples"
                                + " alone.");
        // its steps stand where those of the other charts do
        assertThat(dev.select("circle.result").attr("cx"))
                .isEqualTo(one(page, "[data-chart=score] > svg circle.result").attr("cx"));

        Document mixed = page(fresh("mixed").goingByLoss(0.25).write());
        assertThat(note(mixed, "score"))
                .isEqualTo(
                        "Mix of the loss of the right answer, in nats a token, and the share of mistakes on the training"
                                + " examples (0.25 of the loss, 0.75 of the mistakes), plus a little of the fluency loss; lower is"
                                + " better.");
        assertThat(mixed.select("[data-chart=score] circle.dev")).isEmpty();
        assertThat(mixed.select("[data-chart=dev]")).hasSize(1);

        // before any dev figure is known there is nothing to draw
        assertThat(page(fresh("begun").goingByLoss(1).killedAfter(3).write())
                        .select(".chart")
                        .eachAttr("data-chart"))
                .containsExactly("score", "answer-loss", "fluency");
    }

    private static String note(Document page, String chart) {
        return text(page, "[data-chart=" + chart + "] .note");
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.attr(attribute));
    }

    @Test
    void lineageLeadsFromTheInitialPromptToTheResult() {
        Document page = page(run().write());
        Elements nodes = page.select(".node");
        assertThat(nodes).hasSize(3);
        assertThat(nodes.select(".onpath > .text").eachText()).containsExactly("Think and answer", "Read and answer");
        assertThat(one(page, ".node.chosen > .where").text()).contains("step 1, token 1", "result", "dev 2/3 right");
        assertThat(nodes.get(1).select("> .text ins").eachText()).containsExactly("Read");
        assertThat(nodes.get(1).select(".branch .text").eachText()).containsExactly("Look and answer");
        assertThat(nodes.get(2).select(".branch .figures").text()).contains("let go, score at least 0.870");
    }

    @Test
    void answersStandSideBySideFixedOnesFirst() {
        SampleRun run = run();
        Document page = page(run.write());
        PairedComparison comparison = run.comparison();
        assertThat(page.select(".pair.fixed")).hasSize(comparison.fixed());
        assertThat(page.select(".pair.broken")).hasSize(comparison.broken());
        assertThat(page.select(".pair.wrong")).hasSize(comparison.bothWrong());
        assertThat(page.select(".pair.right")).hasSize(comparison.bothRight());
        assertThat(page.select(".filter span").eachText())
                .containsExactly("All 10", "Fixed 8", "Broken 1", "Still wrong 1", "Right both times 0");
        assertThat(page.select(".pair").eachAttr("data-example"))
                .startsWith("test#0", "test#1")
                .endsWith("test#9");
        Element pair = page.select(".pair").get(3);
        assertThat(pair.select(".question").text()).isEqualTo("test 3: Is it so?");
        assertThat(pair.select(".expected").text()).isEqualTo("Right answer: YesYes\"");
        assertThat(pair.select(".before .chain").get(0).wholeText()).isEqualTo("before 3. It is so because it is.");
        assertThat(pair.select(".after .chain").get(0).wholeText()).isEqualTo("after 3. It is so because it is.");
        assertThat(pair.select(".before del").text()).isEqualTo("before");
        assertThat(pair.select(".after ins").text()).isEqualTo("after");
        assertThat(pair.select(".outcome").eachText()).containsExactly("wrong", "right");
    }

    @Test
    void everyFilterHasARuleInTheStyle() {
        Document page = page(run().write());
        String style = one(page, "style").data();
        assertThat(page.select(".filter input").eachAttr("id"))
                .hasSize(5)
                .filteredOn(id -> !id.equals("shown-all"))
                .allSatisfy(id -> assertThat(style)
                        .contains("body:has(#" + id + ":checked) .pair:not(." + id.substring("shown-".length()) + ")"));
    }

    @Test
    void costAndManifestAreThoseOfTheRun() {
        Document page = page(run().write());
        assertThat(text(page, "#cost .sentence")).startsWith("1 min 15 s");
        assertThat(page.select("#cost tbody tr").get(3).select("td.number").eachText())
                .containsExactly("1,000", "500", "250", "1,750");
        assertThat(page.select("#cost tbody tr").get(2).select("td.number").eachText())
                .containsExactly("940", "460", "230", "1,630");
        RunRecord record = RunRecord.read(folder.resolve("run"));
        assertThat(page.select("#manifest dd").eachText())
                .containsAll(record.manifest().facts().values().stream()
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList());
        assertThat(page.select("#manifest summary").eachText()).contains("run", "settings", "model", "task", "split");
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingRunsButThePagesOwn() throws Exception {
        String html = html(run().write());
        assertThat(html).doesNotContain("http:", "https:", "url(", "@import", "src=", "javascript:");
        Document page = page(folder.resolve("run"));
        assertThat(page.select("link, a, base, object, iframe, form, img"))
                .allSatisfy(element -> assertThat(element.attr("href")).matches("#[a-z]+|data:,"));
        assertThat(page.select("*"))
                .allSatisfy(element -> assertThat(element.attributes().asList())
                        .noneMatch(attribute -> attribute.getKey().startsWith("on")
                                || attribute.getKey().equals("style")));
        String policy = one(page, "meta[http-equiv=Content-Security-Policy]").attr("content");
        assertThat(policy)
                .startsWith("default-src 'none'; ")
                .contains("style-src 'sha256-" + hash(one(page, "style").data()) + "'")
                .contains("script-src 'sha256-" + hash(one(page, "script").data()) + "'")
                .doesNotContain("unsafe", "*");
    }

    private static String hash(String content) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linksOfThePageLeadSomewhere() {
        Document page = page(run().write());
        assertThat(page.select("nav a").eachAttr("href"))
                .allSatisfy(href -> assertThat(page.select(href)).hasSize(1));
        assertThat(page.select("[data-copy]").eachAttr("data-copy"))
                .allSatisfy(id -> assertThat(page.getElementById(id)).isNotNull());
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    @Test
    void hostileTextStaysInertAndWhole() {
        String hostile =
                "</script></style></title><script>alert(1)</script><img src=x onerror=alert(2)>\" onload='x' &lt; &#60;"
                        + " ${7*7} \u202Eteertsretni \u05E9\u05DC\u05D5\u05DD \uD83D\uDC69\u200D\uD83D\uDC67 e\u0301 \u0000\u001B";
        Document page = page(run().saying(hostile).write());
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("style")).hasSize(1);
        assertThat(page.select("img, [onerror], [onload]")).isEmpty();
        String shown = hostile.substring(0, hostile.length() - 2) + "\u2400\u241B";
        assertThat(text(page, "head > title")).contains(shown);
        Element pair = page.select(".pair").get(0);
        assertThat(pair.select(".question").get(0).wholeText()).startsWith("test 0: " + shown);
        assertThat(pair.select(".before .chain").get(0).wholeText()).startsWith("before 0. " + shown);
        assertThat(pair.select(".after .answer .text").get(0).wholeText()).startsWith(shown);
        assertThat(page.select("#step-1 th .token").get(0).wholeText()).startsWith(shown);
        assertThat(page.select(".question, .chain, .answer .text, blockquote"))
                .allSatisfy(element -> assertThat(element.attr("dir")).isEqualTo("auto"));
    }

    @Test
    void aLineOfAHundredKilobytesIsWhole() {
        String line = "word<b> ".repeat(12_800);
        Document page = page(run().answering("RW", "WR").saying(line).write());
        assertThat(page.select(".before .chain").get(0).wholeText()).isEqualTo("before 1. " + line);
        assertThat(page.select("b")).isEmpty();
    }

    @Test
    void whatARunHoldsSoFarIsReportedAtEveryMoment() {
        for (int events = 0; events <= 9; events++) {
            Path run = new SampleRun(folder.resolve("killed" + events))
                    .killedAfter(events)
                    .write();
            Document page = page(run);
            assertThat(text(page, "#result .state")).isEqualTo("Unfinished");
            assertThat(text(page, "#result h2")).startsWith("Unfinished: ");
            assertThat(page.select("details.step")).hasSize(Math.max(0, Math.min(2, events - 2)));
            assertThat(page.select(".node")).hasSize(Math.max(0, Math.min(3, events - 1)));
            assertThat(page.select(".badge:contains(result)")).isEmpty();
            assertThat(page.select("#cost table")).hasSize(events == 0 ? 0 : 1);
        }
        assertThat(page(folder.resolve("killed3")).select("#result .sentence").text())
                .startsWith("1 step of 2 recorded.");
    }

    @Test
    void runsOfEarlierVersionsAreReported() {
        Document page = page(run().ofAnEarlierVersion().write());
        assertThat(page.select(".pair")).hasSize(10);
        assertThat(page.select(".question")).isEmpty();
        assertThat(page.select("#step-1 .dropped")).isEmpty();
        assertThat(page.select("#step-1").text()).contains("1 proposal did not pass the round trip and is not listed.");
    }

    @Test
    void aDamagedRunIsOneClearError() throws Exception {
        Path run = run().write();
        Path events = run.resolve("events.jsonl");
        String sound = Files.readString(events);
        Files.writeString(events, sound.replaceFirst("Think", "Thunk"));
        assertInvalid(run, "event log: expected a line as it was written");

        Files.writeString(events, sound);
        Files.writeString(run.resolve("manifest.json"), "{}");
        assertInvalid(run, "run manifest: expected a whole record");
    }

    @Test
    void anEventOfAnotherFormIsOneClearError() {
        Path run = run().killedAfter(2).write();
        try (EventLog log = EventLog.open(run.resolve("events.jsonl"))) {
            log.append("step", Map.of("step", 1, "position", 99));
        }
        assertInvalid(run, "event 3 of type step: expected a whole record");
    }

    private static void assertInvalid(Path run, String message) {
        assertThatThrownBy(() -> html(run))
                .isInstanceOfSatisfying(
                        GreaterException.class,
                        thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.INVALID_RUN))
                .hasMessageStartingWith(message);
    }

    @Test
    void warningsSayWhatToBewareOf() {
        String right = "R".repeat(60);
        String wrong = "W".repeat(60);
        assertThat(warnings(fresh("sound").answering(wrong, right).write())).isEmpty();
        assertThat(warnings(fresh("overfit").answering(right, right).write())).containsExactly("overfitting");
        assertThat(warnings(fresh("overfit-loss")
                        .goingByLoss(1)
                        .answering(right, right)
                        .write()))
                .containsExactly("overfitting");
        assertThat(page(folder.resolve("overfit-loss")).select(".warning").text())
                .contains("The training score on the 4 training examples fell from 1.10 to 0.36, lower being better");
        assertThat(warnings(fresh("fewer-mistakes-by-a-worse-score")
                        .goingByLoss(1)
                        .startingWithScore(0.2)
                        .answering(right, right)
                        .write()))
                .as("the run went by its score, not by mistakes")
                .isEmpty();
        assertThat(warnings(fresh("no-gain")
                        .answering(right, right)
                        .startingWithMistakes(1)
                        .write()))
                .isEmpty();
        assertThat(warnings(fresh("garbled")
                        .answering(wrong, right)
                        .endingWithFluency(7)
                        .write()))
                .containsExactly("readability");
        assertThat(warnings(fresh("long").answering(wrong, right).cuttingOff(7).write()))
                .containsExactly("cut-off");
        assertThat(warnings(fresh("mute")
                        .answering(wrong, "U".repeat(7) + right.substring(7))
                        .write()))
                .containsExactly("unanswered");
        assertThat(warnings(
                        fresh("failed").answering(wrong, right).failingOnOne().write()))
                .containsExactly("errors");
        assertThat(page(folder.resolve("failed")).select(".warning").text())
                .contains("1 question is left out", "test#99, it is <too> long.");
        assertThat(warnings(fresh("few")
                        .startingWithMistakes(1)
                        .answering("WR", "RR")
                        .write()))
                .containsExactly("few-rows");
    }

    private SampleRun fresh(String name) {
        return new SampleRun(folder.resolve(name));
    }
}
