package org.greater4j.cli;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a command writes, and what that place can show.
 *
 * @param out standard output, for results alone
 * @param err standard error, for all else
 * @param environment variables of the process
 * @param live whether {@code err} is a terminal whose last line can be written over
 * @param outStyle colours of {@code out}
 * @param errStyle colours of {@code err}
 * @param width columns
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean live,
        Style outStyle,
        Style errStyle,
        int width) {
    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 120;

    /** No terminal: two streams, in plain text of 80 columns. */
    static Terminal plain(OutputStream out, OutputStream err, Map<String, String> environment) {
        return new Terminal(
                stream(out), stream(err), Map.copyOf(environment), false, Style.PLAIN, Style.PLAIN, USUAL_WIDTH);
    }

    /** The streams of this process, in UTF-8 whatever the locale, so that JSON is JSON. */
    static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean able = !"dumb".equals(environment.get("TERM"));
        boolean coloured = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean outIsTerminal = isTerminal(1);
        boolean errIsTerminal = isTerminal(2);
        return new Terminal(
                stream(new FileOutputStream(FileDescriptor.out)),
                stream(new FileOutputStream(FileDescriptor.err)),
                environment,
                errIsTerminal && able,
                Style.of(outIsTerminal && coloured),
                Style.of(errIsTerminal && coloured),
                outIsTerminal || errIsTerminal ? width(environment) : USUAL_WIDTH);
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    // Java knows only whether input and output both are a terminal, not which; Linux names what a descriptor leads to
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return isTerminalToShell(descriptor);
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTerminalToShell(int descriptor) {
        try {
            Process test = new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                    .inheritIO()
                    .start();
            return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program: plain text is always right
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        int known = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : askedWidth();
        return Math.max(NARROWEST, Math.min(WIDEST, known));
    }

    // shells seldom export COLUMNS
    private static int askedWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            String columns = answer.substring(answer.indexOf(' ') + 1);
            boolean sound = stty.waitFor(1, TimeUnit.SECONDS) && columns.matches("[1-9][0-9]{0,3}");
            return sound ? Integer.parseInt(columns) : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }
}
