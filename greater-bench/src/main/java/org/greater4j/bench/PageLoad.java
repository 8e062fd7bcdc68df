package org.greater4j.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.Models;
import org.greater4j.app.RunConfig;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.launch.RunProcesses;
import org.greater4j.app.playground.Playground;
import org.greater4j.engine.GradientModel;
import org.greater4j.run.Manifest;
import org.greater4j.web.server.UiOptions;
import org.greater4j.web.server.UiServer;
import org.greater4j.web.server.Workshop;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * How soon the pages of the web application are there: {@code PageLoad [RUNS] [STEPS]}.
 *
 * <p>Makes 1,000 runs of the default size and one of 10,000 steps in a temporary folder, starts the server anew and asks for the list, cold and
 * again, then for the long run, cold, again, and after one more step. With Chromium and its driver on the machine, the list is opened in a
 * browser too, for what the browser itself says of the first paint.
 */
public final class PageLoad {
    private static final int RUNS = 1_000;
    private static final int STEPS = 10_000;
    private static final int STEPS_OF_A_RUN = 12;
    private static final int TRAIN = 16;
    private static final int REPEATS = 5;
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");

    private final Path folder;
    private final SyntheticRuns synthetic = new SyntheticRuns(TRAIN);
    private final HttpClient client = HttpClient.newHttpClient();

    private PageLoad(Path folder) {
        this.folder = folder;
    }

    /** @param arguments number of runs and steps of the long one */
    public static void main(String[] arguments) throws IOException {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : RUNS;
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : STEPS;
        new PageLoad(Files.createTempDirectory("greater-pages")).measure(runs, steps);
    }

    private void measure(int runs, int steps) {
        for (int number = 0; number < runs; number++) {
            synthetic.write(
                    folder.resolve("runs").resolve(String.format(Locale.ROOT, "run-%04d", number)),
                    number,
                    STEPS_OF_A_RUN,
                    number % 4 != 0);
        }
        System.out.printf(
                Locale.ROOT,
                "%,d runs of %d steps; Java %s, %d processors%n",
                runs,
                STEPS_OF_A_RUN,
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
        serving("runs", address -> {
            print("list, first request of a new server", timed(() -> get(address)));
            print("list, again (median)", median(() -> get(address)));
            print("list, sorted and filtered (median)", median(() -> get(address + "?q=word1&sort=score")));
            paint("list in Chromium, first contentful paint", address);
        });
        serving("runs", address -> paint("the same, of a new server", address));
        Path endless = folder.resolve("long/run");
        synthetic.write(endless, 0, steps, false);
        System.out.printf(
                Locale.ROOT,
                "a run of %,d steps, %,d MB of events%n",
                steps,
                endless.resolve("events.jsonl").toFile().length() >> 20);
        serving("long", address -> {
            String page = address + "run?id=run";
            print("run, first request", timed(() -> get(page)));
            print("run, again (median)", median(() -> get(page)));
            synthetic.goOn(endless, steps + 1);
            print("run, after it was gone on with", timed(() -> get(page)));
        });
    }

    /** Looks at a server through its address. */
    private interface Look {
        void at(String address);
    }

    private void serving(String runs, Look look) {
        Map<String, String> environment = Map.of();
        ModelOpener none = new ModelOpener() {
            @Override
            public GradientModel open(RunConfig config) {
                throw new UnsupportedOperationException();
            }

            @Override
            public GradientModel reopen(RunConfig config, Manifest begun) {
                throw new UnsupportedOperationException();
            }
        };
        try (RunProcesses processes = new RunProcesses(List.of());
                Playground playground = new Playground(none, Duration.ofMinutes(1));
                UiServer server = UiServer.start(
                        UiOptions.onLoopback(0, folder.resolve(runs)),
                        new Workshop(
                                processes,
                                playground,
                                new Models(environment, DownloadListener.none()),
                                environment))) {
            look.at(server.address());
        }
    }

    private int get(String address) {
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(address + " answered " + response.statusCode());
            }
            return response.body().length;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Milliseconds, and bytes of the answer. */
    private record Timed(double millis, int bytes) {}

    private static Timed timed(Supplier<Integer> work) {
        long began = System.nanoTime();
        int bytes = work.get();
        return new Timed((System.nanoTime() - began) / 1e6, bytes);
    }

    private static Timed median(Supplier<Integer> work) {
        List<Timed> all = IntStream.range(0, REPEATS)
                .mapToObj(repeat -> timed(work))
                .sorted(Comparator.comparingDouble(Timed::millis))
                .toList();
        return all.get(REPEATS / 2);
    }

    private static void print(String what, Timed timed) {
        System.out.printf(Locale.ROOT, "%-40s %8.0f ms %8.0f kB%n", what, timed.millis(), timed.bytes() / 1e3);
    }

    private void paint(String what, String address) {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(CHROMEDRIVER)) {
            System.out.println("no Chromium with its driver on this machine: no paint measured");
            return;
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(CHROMEDRIVER.toString()))
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        try {
            driver.get(address);
            System.out.printf(
                    Locale.ROOT,
                    "%-40s %8.0f ms, %s rows%n",
                    what,
                    number(driver.executeAsyncScript("""
                            const done = arguments[0];
                            new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint')
                                .forEach(entry => done(entry.startTime))).observe({type: 'paint', buffered: true});""")),
                    driver.executeScript("return document.querySelectorAll('table.runs tbody tr').length"));
        } finally {
            driver.quit();
        }
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : -1;
    }
}
