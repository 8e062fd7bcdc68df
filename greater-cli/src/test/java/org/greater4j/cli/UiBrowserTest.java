package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunRecord;
import org.greater4j.run.RunResult;
import org.greater4j.web.SampleRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The web application in a real browser, over real runs on tiny random weights. */
class UiBrowserTest {
    private static final String HOSTILE =
            "<script>window.hacked = true</script><img src=x onerror=\"window.hacked = true\">"
                    + "\"'&amp; \u202E\u05D0\u05D1 \u0645\u0631\u062D\u0628\u0627 \uD83D\uDC69\u200D\uD83D\uDCBB\u0000\u0007 ";

    @TempDir
    static Path folder;

    private static Path model = Path.of("");
    private static @Nullable UiFixture ui;
    private static @Nullable Browser opened;

    /** Messages of the console that a test expects. */
    private String expectedError = "no message has this";

    @BeforeAll
    static void open() throws IOException {
        model = ByteModel.write(Files.createDirectories(folder.resolve("models")), "llama");
        UiFixture started = UiFixture.start(folder.resolve("runs"));
        ui = started;
        opened = Browser.open(started.server().address());
        new SampleRun(folder.resolve("runs/hostile"))
                .saying(HOSTILE + "x".repeat(2_000))
                .write();
        new SampleRun(folder.resolve("runs/endless"))
                .saying(HOSTILE + "x".repeat(100_000))
                .write();
        new SampleRun(folder.resolve("runs/sample")).write();
        new SampleRun(folder.resolve("runs/other"))
                .answering("WWWWWWWWRU", "RWWWWWWWWU")
                .write();
        new SampleRun(folder.resolve("runs/killed")).killedAfter(3).write();
    }

    @AfterAll
    static void close() {
        if (opened != null) {
            opened.close();
        }
        if (ui != null) {
            ui.close();
        }
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        assertThat(browser().errors(expectedError)).isEmpty();
        browser().size(1200, 800);
    }

    private static Browser browser() {
        if (opened == null) {
            throw new IllegalStateException();
        }
        return opened;
    }

    private static Browser fillIn(String name, int steps) {
        return browser()
                .go("new")
                .type("model", model.toString())
                .type("init", "think")
                .type("train", "2")
                .type("dev", "2")
                .type("test", "3")
                .type("steps", Integer.toString(steps))
                .type("max-new-tokens", "6")
                .type("name", name);
    }

    private static void start() {
        browser().click("form.new button[type=submit]");
    }

    private static void awaitState(String state) {
        browser().awaitText("[data-part=status] .badge", state);
    }

    private static long steps() {
        String told = browser().text("[data-part=status] strong").replaceAll("\\s.*", "");
        return told.isEmpty() ? 0 : Long.parseLong(told);
    }

    @Test
    void aRunIsStartedWatchedFinishedBranchedAndCompared() {
        fillIn("first", 3);
        browser().awaitText("#estimate", "Tokens");
        assertThat(browser().text("#estimate")).contains("at most about");
        start();
        awaitState("finished");
        assertThat(steps()).isEqualTo(3);
        assertThat(browser().all("#step-2")).hasSize(1);
        browser().isAccessible();

        browser().go("new?branch=first&step=2");
        assertThat(browser().text("h1")).isEqualTo("Branch");
        assertThat(browser().one("#model").getDomProperty("value")).isEqualTo(model.toString());
        browser().type("init", "hard").type("steps", "2").type("name", "branched");
        browser().isAccessible();
        start();
        awaitState("finished");
        assertThat(browser().text("[data-part=status]"))
                .containsPattern("Branched from the prompt after step 2, edited\\s+of");
        Manifest.Branch branch = Objects.requireNonNull(
                RunRecord.readManifest(folder.resolve("runs/branched")).branchedFrom());
        assertThat(branch.step()).isEqualTo(2);
        assertThat(branch.edited()).isTrue();
        RunResult result = Objects.requireNonNull(RunRecord.readResult(folder.resolve("runs/branched")));
        assertThat(result.initialPrompt().text().strip()).isEqualTo("hard");

        browser().go("?q=think");
        browser().go("");
        browser().click("input[value=first]").click("input[value=branched]");
        browser().click("form#compare button[type=submit]");
        browser().await("two columns", () -> browser().all(".column").size() == 2);
        assertThat(browser().all("table.same tbody tr")).hasSize(3);
        browser().isAccessible();
    }

    @Test
    void aRunIsFollowedWithoutLoadingThePageAnewStoppedAndGoneOnWith() {
        fillIn("long", 500);
        start();
        awaitState("running");
        browser().await("the first step", () -> steps() >= 1);
        browser()
                .driver()
                .executeScript("window.sameDocument = true; document.querySelector('#manifest details').open = true;");
        long before = steps();
        browser().await("further steps", () -> steps() > before + 1);
        assertThat(browser().driver().executeScript("return window.sameDocument"))
                .isEqualTo(true);
        assertThat(browser().number("document.querySelectorAll('#manifest details[open]').length"))
                .isEqualTo(1);
        // what was there does not jump about
        browser().keptItsPlace();
        browser().isAccessible();

        browser().click("#stop");
        awaitState("interrupted");
        long stopped = steps();
        assertThat(RunRecord.isBeingWritten(folder.resolve("runs/long"))).isFalse();
        browser().click("#resume");
        awaitState("running");
        browser().await("steps behind the stop", () -> steps() > stopped);
        browser().click("#stop");
        awaitState("interrupted");
    }

    @Test
    void aRunOfAnotherProcessIsFollowedToo() throws IOException {
        Path run = folder.resolve("runs/elsewhere");
        browser().go("");
        new SampleRun(run).killedAfter(3).write();
        browser().await("the run in the list", () -> browser().text("main").contains("elsewhere"));
        browser().go("run?id=elsewhere");
        awaitState("interrupted");
        Path whole = new SampleRun(folder.resolve("whole")).write();
        Files.copy(whole.resolve("events.jsonl"), run.resolve("events.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(whole.resolve("result.json"), run.resolve("result.json"));
        awaitState("finished");
        browser().awaitText("#result h2", "Better: 80.0 % right");
    }

    @Test
    void thePlaygroundAnswersAndShowsTheGradient() {
        browser()
                .go("playground")
                .type("model", model.toString())
                .type("prompt", "think")
                .type("max-new-tokens", "6");
        browser().click("form.ask button[type=submit]");
        browser()
                .await(
                        "the gradient at every token",
                        () -> browser().all(".heat .cell").size() == 6
                                && browser().all(".heat .heat-none").isEmpty()
                                && browser().all("progress").isEmpty());
        assertThat(browser().all("table.gradients tbody tr")).hasSize(6);
        assertThat(browser().all(".heat .heat-5")).isNotEmpty();
        assertThat(browser().text("#reply-title")).startsWith("Reply");
        assertThat(browser().driver().getCurrentUrl()).contains("prompt=think", "job=");
        browser().isAccessible();
        browser().theme("dark").isAccessible();
        browser().theme("auto");
        // a second question uses the model that is open
        browser().type("prompt", "hard");
        browser().click("form.ask button[type=submit]");
        browser()
                .await(
                        "the second answer",
                        () -> browser().driver().getCurrentUrl().contains("prompt=hard")
                                && browser().all(".heat .cell").size() == 5
                                && browser().all(".heat .heat-none").isEmpty());
    }

    @Test
    void aBadFileIsRefusedWithItsRowsAndAGoodOneIsATask() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "question,answer\nIs it?,Yes\nIs it not?\n,No\n");
        fillIn("uploaded", 1);
        browser().one("#file").sendKeys(bad.toString());
        expectedError = "422";
        start();
        browser().awaitText(".problems", ":3:");
        assertThat(browser().text(".problems")).contains(":4:");
        assertThat(browser().one("#init").getDomProperty("value")).isEqualTo("think");
        assertThat(folder.resolve("runs/uploaded")).doesNotExist();
        browser().isAccessible();

        StringBuilder rows = new StringBuilder("question,answer\n");
        for (int row = 0; row < 12; row++) {
            rows.append("Is ")
                    .append(row)
                    .append(" even?,")
                    .append(row % 2 == 0 ? "Yes" : "No")
                    .append('\n');
        }
        Path good = Files.writeString(folder.resolve("good.csv"), rows);
        browser().one("#file").sendKeys(good.toString());
        start();
        awaitState("finished");
        assertThat(RunRecord.readManifest(folder.resolve("runs/uploaded"))
                        .task()
                        .name())
                .contains("good");
    }

    @Test
    void aModelThatIsNotThereIsSaidByItsRunAndLeavesNothing() {
        fillIn("nomodel", 1).type("model", folder.resolve("no-such-model.gguf").toString());
        start();
        browser().awaitText("[role=alert]", "no-such-model.gguf");
        browser().isAccessible();
        assertThat(folder.resolve("runs/nomodel")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?q=hostile",
                "?q=nothing+is+like+this",
                "run?id=hostile",
                "run?id=sample",
                "run?id=killed",
                "compare?run=hostile&run=sample&run=other",
                "new",
                "new?branch=hostile&step=1",
                "playground",
                "playground?prompt=%3Cscript%3Ewindow.hacked%3Dtrue%3C%2Fscript%3E",
                "run?id=none",
                "compare",
                "login"
            })
    void everyPageIsInertAccessibleAndFitsAPhone(String path) {
        expectedError = "Failed to load resource";
        browser().go(path);
        for (String theme : List.of("dark", "light")) {
            browser().theme(theme).isAccessible();
        }
        browser().theme("auto").size(500, 800).fitsItsWidth();
        browser().isAccessible();
        assertThat(browser().driver().executeScript("return window.hacked === undefined"))
                .isEqualTo(true);
        assertThat(browser().all("main script, main img, main iframe")).isEmpty();
        assertThat(browser().number("document.querySelectorAll('script').length"))
                .isEqualTo(1);
    }

    @Test
    void hostileTextIsShownWhole() {
        browser().go("run?id=endless");
        String shown = String.valueOf(
                browser().driver().executeScript("return document.querySelector('#answers .chain').textContent"));
        assertThat(shown)
                .contains("<script>window.hacked = true</script>", "x".repeat(100_000), "\u05D0\u05D1", "\u2400\u2407");
        browser().fitsItsWidth();
    }

    @Test
    void aKeyboardIsEnough() {
        browser().go("");
        browser().driver().switchTo().activeElement().sendKeys(Keys.TAB);
        assertThat(browser().driver().switchTo().activeElement().getText()).isEqualTo("To the content");
        browser().driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        assertThat(browser().driver().executeScript("return document.activeElement.id"))
                .isEqualTo("content");
        browser().one("#q").sendKeys("killed", Keys.ENTER);
        browser()
                .await(
                        "the list is filtered",
                        () -> browser().driver().getCurrentUrl().contains("q=killed"));
        assertThat(browser().all("table.runs tbody tr")).hasSize(1);
        browser().one("table.runs tbody th a").sendKeys(Keys.ENTER);
        browser().awaitText("h1", "killed");
    }

    @Test
    void theChosenColoursStay() {
        browser().go("").theme("dark").go("new");
        assertThat(browser().driver().findElement(By.id("theme-dark")).isSelected())
                .isTrue();
        browser().theme("auto");
    }
}
