package org.greater4j.cli;

import org.greater4j.engine.ModelInfo;

/**
 * What a command tells on standard error while it works: lines that stay, and on a terminal one line below them that changes.
 *
 * <p>A pipe gets lines alone, and quiet commands tell nothing.
 */
final class Narration {
    private static final long REDRAW_NANOS = 100_000_000;

    private final Terminal terminal;
    private final boolean quiet;
    private String status = "";
    private boolean drawn;
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

    /** That a model is open, in a line that stays. */
    void modelLoaded(ModelInfo model) {
        clear();
        say("model " + model.name() + (model.isRemote() ? "" : " (" + model.dtype() + " on " + model.device() + ")"));
    }

    /** Replaces the changing line, at most some times a second; does nothing without a terminal. */
    synchronized void status(String line) {
        if (!live()) {
            return;
        }
        // the last column stays free: some terminals wrap at it
        status = Text.clip(line, terminal.width() - 1);
        if (System.nanoTime() - drawnAt >= REDRAW_NANOS) {
            erase();
            draw();
        }
    }

    /** Takes the changing line away. */
    synchronized void clear() {
        erase();
        status = "";
        terminal.err().flush();
    }

    private void draw() {
        if (!status.isEmpty()) {
            terminal.err().print(terminal.errStyle().faint(status));
            terminal.err().flush();
            drawn = true;
            drawnAt = System.nanoTime();
        }
    }

    private void erase() {
        if (drawn) {
            terminal.err().print("\r\u001b[K");
            drawn = false;
        }
    }
}
