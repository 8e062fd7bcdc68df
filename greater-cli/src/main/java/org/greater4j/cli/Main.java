package org.greater4j.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.greater4j.app.Interruption;

/** The program: one command line in, one exit code out. */
public final class Main {
    /** Set by launchers to what the user types, so that what is suggested can be pasted. */
    private static final String COMMAND_VARIABLE = "GREATER_COMMAND";

    private Main() {}

    /**
     * Runs a command and ends the JVM.
     *
     * <p>Ctrl-C and SIGTERM ask the work to end, which it does at its next look, some times a second as a rule. A pass that takes longer
     * than the {@linkplain Interruption#patience() patience} is given up: {@link ProcessEnd}.
     */
    public static void main(String[] words) {
        Interruption interruption = new Interruption();
        CountDownLatch ended = new CountDownLatch(1);
        Terminal terminal = Terminal.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interruption, ended, terminal), "interruption"));
        int exitCode = run(List.of(words), terminal, interruption);
        ended.countDown();
        System.exit(exitCode);
    }

    private static void end(Interruption interruption, CountDownLatch ended, Terminal terminal) {
        if (ended.getCount() == 0) {
            return; // not a signal: main has called exit
        }
        interruption.request();
        try {
            if (!ended.await(interruption.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                String advice = interruption.advice();
                terminal.err()
                        .println("greater: the model is still computing; ending without it"
                                + (advice.isEmpty() ? "" : "; " + advice));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.out().flush();
        terminal.err().flush();
        ProcessEnd.now(Failure.INTERRUPTED);
    }

    /** Runs a command and returns its exit code; all that it writes goes to the terminal. */
    static int run(List<String> words, Terminal terminal, Interruption interruption) {
        boolean json = Arguments.has(words, "--json");
        Narration narration = new Narration(terminal, Arguments.has(words, "--quiet"));
        try {
            Arguments arguments = Arguments.parse(words, terminal.outStyle());
            if (arguments.wantsHelp() || words.isEmpty()) {
                (words.isEmpty() ? terminal.err() : terminal.out()).print(arguments.help());
                return words.isEmpty() ? 2 : 0;
            }
            if (arguments.wantsVersion()) {
                terminal.out().println(arguments.version());
                return 0;
            }
            arguments.check(commandName(terminal.environment()));
            narration = new Narration(terminal, arguments.has("--quiet"));
            json = arguments.has("--json");
            JsonStream stream = arguments.has(StreamOptions.STREAM) ? new JsonStream(terminal) : null;
            return arguments.command().run(new Invocation(words, terminal, narration, interruption, json, stream));
        } catch (EndedEarly ended) {
            narration.clear();
            return report(ended.failure(), words, false, terminal);
        } catch (RuntimeException | Error thrown) {
            narration.clear();
            return report(thrown, words, json, terminal);
        }
    }

    private static int report(Throwable thrown, List<String> words, boolean json, Terminal terminal) {
        Failure failure = Failure.of(thrown);
        if (Arguments.has(words, StreamOptions.STREAM)) {
            JsonStream.error(terminal, failure);
        } else if (json) {
            JsonOutput.print(terminal, JsonOutput.error(failure));
        }
        if (Arguments.has(words, "--stacktrace")) {
            terminal.err().print(Failure.stackTrace(thrown));
        }
        terminal.err()
                .println(
                        failure.interrupted()
                                ? "greater: " + failure.message()
                                : terminal.errStyle().bad("greater: error [" + failure.code() + "]:") + " "
                                        + failure.message());
        return failure.exitCode();
    }

    /** What a user types to run this program. */
    static String commandName(Map<String, String> environment) {
        String name = environment.getOrDefault(COMMAND_VARIABLE, "");
        return name.isBlank() ? "greater" : Text.shellWord(name);
    }
}
