package org.greater4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.greater4j.app.Defaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures of {@code docs/images} from real runs on the default model. No test by its name, so that it runs only when it is asked for:
 * {@code mvn -pl greater-cli -am test -Dtest=UiScreenshots -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip}
 */
class UiScreenshots {
    private static final int WIDTH = 1200;

    @TempDir
    Path folder;

    private final Path images = Path.of("").toAbsolutePath().resolveSibling("docs/images");

    @Test
    void everyPage() throws IOException {
        CommandRun.needsDefaultModel();
        Files.createDirectories(images);
        Path runs = folder.resolve("runs");
        run(runs, "reviews-first", 4, 1).succeeds();
        run(runs, "reviews-second-seed", 2, 2).succeeds();
        try (UiFixture ui = UiFixture.start(runs);
                Browser browser = Browser.open(ui.server().address())) {
            browser.size(WIDTH, 900).go("new");
            shoot(browser, "ui-new");
            browser.type("train", "8")
                    .type("dev", "8")
                    .type("test", "20")
                    .type("steps", "6")
                    .type("seed", "3")
                    .type("name", "reviews-live");
            browser.click("form.new button[type=submit]");
            browser.await("two steps", () -> browser.all("#step-2").size() == 1);
            browser.go("");
            shoot(browser, "ui-runs");
            browser.go("run?id=reviews-live");
            browser.await("some progress", () -> browser.text("#progress-left").contains("left"));
            shoot(browser, "ui-run-live");
            browser.click("#stop");
            browser.awaitText("[data-part=status] .badge", "interrupted");
            browser.go("run?id=reviews-first").theme("dark");
            browser.size(WIDTH, 1500);
            shoot(browser, "ui-run");
            browser.theme("light").go("compare?run=reviews-first&run=reviews-second-seed");
            shoot(browser, "ui-compare");
            browser.go("playground?run=reviews-first&max-new-tokens=" + Defaults.MAX_NEW_TOKENS);
            browser.click("form.ask button[type=submit]");
            browser.await(
                    "an answer",
                    () -> browser.all("progress").isEmpty()
                            && browser.all(".heat .heat-none").isEmpty()
                            && !browser.all(".heat").isEmpty());
            browser.size(WIDTH, 1350);
            shoot(browser, "ui-playground");
            browser.size(500, 900).go("");
            shoot(browser, "ui-phone");
            browser.size(WIDTH, 1100).go("report?id=reviews-first");
            shoot(browser, "report-light");
            browser.theme("dark");
            browser.driver().executeScript("document.querySelector('#step-1').open = true");
            browser.size(WIDTH, 1000);
            browser.driver().executeScript("document.getElementById('steps').scrollIntoView()");
            browser.shoot(images.resolve("report-dark.png"));
            Path report = folder.resolve("report.html");
            CommandRun.of("report", runs.resolve("reviews-first").toString(), "--out", report.toString())
                    .succeeds();
            browser.size(WIDTH, 1100).driver().get(report.toUri().toString());
            shoot(browser, "report-light");
            browser.theme("dark").driver().executeScript("document.querySelector('#steps').scrollIntoView()");
            browser.shoot(images.resolve("report-dark.png"));
        }
    }

    private void shoot(Browser browser, String name) {
        browser.driver().executeScript("scrollTo(0, 0)");
        browser.shoot(images.resolve(name + ".png"));
    }

    private static CommandRun run(Path runs, String name, int steps, int seed) {
        return CommandRun.of(
                "optimize",
                "--out",
                runs.resolve(name).toString(),
                "--train",
                "8",
                "--dev",
                "12",
                "--test",
                "30",
                "--steps",
                Integer.toString(steps),
                "--seed",
                Integer.toString(seed),
                "--quiet");
    }
}
