package org.greater4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's own Chromium without a window, driven as a person would; nothing is fetched for it. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 50;

    private final ChromeDriver driver;
    private final String address;

    private Browser(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    /**
     * Opens a browser; skips the test, saying what is missing, on a machine that has none.
     *
     * @param address of the server, with a slash at its end
     */
    static Browser open(String address) {
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = program("chromedriver");
        assumeTrue(
                chromium.isPresent(),
                "not tested: no chromium on this machine; install it, as by apt-get install chromium");
        assumeTrue(
                chromedriver.isPresent(),
                "not tested: no chromedriver on this machine; install it, as by apt-get install chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // which can't be had as root
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                // a click waits for no page to have glided to its place
                "--force-prefers-reduced-motion",
                "--lang=en");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.manage().window().setSize(new Dimension(1200, 800));
        return new Browser(driver, address);
    }

    private static Optional<Path> program(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        driver.quit();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** @param path without the slash in front */
    Browser go(String path) {
        driver.get(address + path);
        return this;
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The text of an element as it is in the document, seen or not; empty if there is none. */
    String text(String css) {
        Object text = driver.executeScript(
                "const found = document.querySelector(arguments[0]); return found ? found.textContent.trim() : ''",
                css);
        return String.valueOf(text);
    }

    long number(String script) {
        Object number = Objects.requireNonNull(driver.executeScript("return " + script), script);
        return ((Number) number).longValue();
    }

    /** Fails if what is seen has jumped about since the page was loaded: a shift of a tenth of the window is held to be noticed. */
    void keptItsPlace() {
        String shifts = String.valueOf(driver.executeAsyncScript("""
                const done = arguments[0];
                const name = node => node && node.nodeType === 1
                    ? node.tagName + '#' + node.id + '.' + node.className : String(node && node.nodeName);
                let sum = 0;
                const shifts = [];
                new PerformanceObserver(list => list.getEntries().forEach(entry => {
                    sum += entry.value;
                    entry.sources.forEach(source => shifts.push(name(source.node) + ' from ' + Math.round(source.previousRect.y)
                        + ' to ' + Math.round(source.currentRect.y)));
                })).observe({type: 'layout-shift', buffered: true});
                setTimeout(() => done(sum < 0.1 ? '' : sum + ': ' + shifts.join(', ')), 200);"""));
        assertThat(shifts).as(driver.getCurrentUrl()).isEmpty();
    }

    Browser type(String id, String text) {
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
        return this;
    }

    Browser click(String css) {
        await(css + " can be clicked", () -> {
            one(css).click();
            return true;
        });
        return this;
    }

    /** Waits until something holds; what is not there yet, or has been replaced meanwhile, is looked for again. */
    void await(String what, Supplier<Boolean> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                if (condition.get()) {
                    return;
                }
            } catch (NoSuchElementException | StaleElementReferenceException e) {
                // not yet
            }
            assertThat(Instant.now())
                    .as("waited for: " + what + "\n" + driver.getCurrentUrl() + "\n" + text("main"))
                    .isBefore(end);
            pause();
        }
    }

    void awaitText(String css, String text) {
        await(css + " says " + text, () -> text(css).contains(text));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Browser size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        return this;
    }

    /** Fails on anything that a reader without eyes, hands or good contrast would stumble over. */
    void isAccessible() {
        Results results = new AxeBuilder().analyze(driver);
        List<String> violations =
                results.getViolations().stream().map(Browser::describe).toList();
        assertThat(violations).as(driver.getCurrentUrl()).isEmpty();
        assertThat(results.getPasses()).isNotEmpty();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .map(node -> String.valueOf(node.getTarget()))
                        .toList();
    }

    /** Fails if the page can be scrolled sideways. */
    void fitsItsWidth() {
        assertThat(number("document.documentElement.scrollWidth"))
                .as("%s, its widest elements %s", driver.getCurrentUrl(), widest())
                .isLessThanOrEqualTo(number("document.documentElement.clientWidth"));
    }

    /** The elements that reach out to the right, the innermost last, as tag, classes and edge. */
    private String widest() {
        return String.valueOf(driver.executeScript("""
                const width = document.documentElement.clientWidth;
                return [...document.body.querySelectorAll('*')]
                    .map(element => [element, element.getBoundingClientRect().right])
                    .filter(([element, right]) => right > width && !element.closest('.scroll, nav'))
                    .slice(0, 12)
                    .map(([element, right]) => element.parentElement.className + ' > ' + element.tagName + '.' + element.getAttribute('class') + ' to ' + Math.round(right))
                    .join(', ')"""));
    }

    /**
     * Errors in the console since the last call.
     *
     * @param expected parts of messages that are no surprise, such as those of an answer that is an error
     */
    List<String> errors(String... expected) {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> Arrays.stream(expected).noneMatch(message::contains))
                .toList();
    }

    /** Keeps what is seen, as a PNG. */
    void shoot(Path file) {
        try {
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Colours by the switch at the top. */
    Browser theme(String name) {
        driver.executeScript(
                "const input = document.getElementById('theme-' + arguments[0]); input.click();",
                name.toLowerCase(Locale.ROOT));
        return this;
    }
}
