package org.greater4j.cli;

import java.util.List;
import org.greater4j.engine.ModelInfo;
import org.greater4j.feedback.remote.CallEstimate;

/**
 * What a command tells on standard error while it works: lines that stay, and on a terminal a line or a few below them that change.
 *
 * <p>A pipe gets lines alone, and quiet commands tell nothing.
 */
final class Narration {
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final boolean quiet;
    private List<String> status = List.of();
    private int drawn;
    private long drawnAt = System.nanoTime() - REDRAW_NANOS;

    Narration(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.quiet = quiet;
    }

    /** Whether {@link #status} is seen. */
    boolean live() {
        return terminal.live() && !quiet;
    }

    Style style() {
        return terminal.errStyle();
    }

    int width() {
        return terminal.width();
    }

    String command() {
        return Main.commandName(terminal.environment());
    }

    /** A line that stays. */
    synchronized void say(String line) {
        if (quiet) {
            return;
        }
        erase();
        terminal.err().println(line);
        draw();
    }

    /** What calls over the network may come to, in a line that stays. */
    void callsEstimated(CallEstimate estimate) {
        clear();
        say("estimate of remote calls: " + estimate.text());
    }

    /** That a model is open, in a line that stays. */
    void modelLoaded(ModelInfo model) {
        clear();
        say("model " + model.name() + (model.isRemote() ? "" : " (" + model.dtype() + " on " + model.device() + ")"));
    }

    /** Replaces what changes by one line, at most some times a second; does nothing without a terminal. */
    void status(String line) {
        // the last column stays free: some terminals wrap at it
        status(List.of(terminal.errStyle().faint(Text.clip(line, terminal.width() - 1))));
    }

    /**
     * Replaces what changes by some lines.
     *
     * @param lines in their colours, each with fewer signs than the terminal has columns
     */
    synchronized void status(List<String> lines) {
        if (!live()) {
            return;
        }
        status = List.copyOf(lines);
        if (System.nanoTime() - drawnAt >= REDRAW_NANOS) {
            erase();
            draw();
        }
    }

    /** Takes away what changes. */
    synchronized void clear() {
        erase();
        status = List.of();
        terminal.err().flush();
    }

    private void draw() {
        if (!status.isEmpty()) {
            terminal.err().print(String.join("\n", status));
            terminal.err().flush();
            drawn = status.size();
            drawnAt = System.nanoTime();
        }
    }

    private void erase() {
        for (int line = 0; line < drawn; line++) {
            terminal.err().print((line == 0 ? "" : "\u001b[1A") + "\r\u001b[K");
        }
        drawn = 0;
    }
}
