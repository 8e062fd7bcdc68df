package org.greater4j.torch.tokenizer.jinja;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** One run of a template: the text so far, and what is left of the limits. */
final class Rendering {
    /** Most characters of a text or of the output; the longest context has fewer. */
    static final int MOST_CHARACTERS = 1 << 24;
    /** Most elements of a list that a template makes. */
    static final int MOST_ELEMENTS = 1 << 20;

    /** Most characters of all texts that a template makes, in between too. */
    private static final long MOST_CHARACTERS_MADE = 1 << 25;
    /** Most elements of all lists and maps that a template makes, in between too. */
    private static final long MOST_ELEMENTS_MADE = 1 << 22;
    /** What a text, list or map takes besides what is in it, in characters or elements. */
    private static final int CHARACTERS_OF_TEXT = 32;

    private static final int ELEMENTS_OF_LIST = 4;
    private static final int ELEMENTS_OF_MAP = 8;

    private static final long MOST_STEPS = 10_000_000;
    /** Characters copied or elements looked at that count as one step. */
    private static final int WORK_PER_STEP_BITS = 4;
    /** The rendering that this thread is at, for work that is done far from any scope. */
    private static final ThreadLocal<Rendering> CURRENT = new ThreadLocal<>();

    private static final int MOST_CALLS = 200;

    /** What the steps can't foresee ends here; sound templates take milliseconds. */
    private static final Duration MOST_TIME = Duration.ofSeconds(10);
    /** Steps between two looks at the clock. */
    private static final int STEPS_PER_LOOK = 1024;

    private final Deque<StringBuilder> outputs = new ArrayDeque<>();
    private StringBuilder output = new StringBuilder();
    private final long began = System.nanoTime();
    private final long mostNanos;
    private long steps;
    private long nextLook;
    private long charactersMade;
    private long elementsMade;
    private int calls;

    Rendering() {
        this(MOST_TIME);
    }

    /** @param mostTime that it may take */
    Rendering(Duration mostTime) {
        this.mostNanos = mostTime.toNanos();
    }

    /** Runs a template's body in this rendering. */
    void run(Runnable body) {
        Rendering outer = CURRENT.get();
        CURRENT.set(this);
        try {
            body.run();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Counts work that one statement can make a lot of: characters copied or compared, elements looked at. */
    static void work(long amount) {
        Rendering rendering = CURRENT.get();
        if (rendering != null) {
            rendering.steps += amount >> WORK_PER_STEP_BITS;
            rendering.step();
        }
    }

    /** Counts a value that the template has made and may keep; for all that it keeps together has to fit in memory. */
    static <T> T made(T value) {
        Rendering rendering = CURRENT.get();
        if (rendering == null) {
            return value;
        }
        if (value instanceof String text) {
            rendering.charactersMade += CHARACTERS_OF_TEXT + text.length();
        } else if (value instanceof List<?> list) {
            rendering.elementsMade += ELEMENTS_OF_LIST + list.size();
        } else if (value instanceof Map<?, ?> map) {
            rendering.elementsMade += ELEMENTS_OF_MAP + 2L * map.size();
        } else if (value instanceof Namespace namespace) {
            rendering.elementsMade +=
                    ELEMENTS_OF_MAP + 2L * namespace.attributes().size();
        }
        if (rendering.charactersMade > MOST_CHARACTERS_MADE) {
            throw limit("texts of more than " + MOST_CHARACTERS_MADE + " characters in all");
        } else if (rendering.elementsMade > MOST_ELEMENTS_MADE) {
            throw limit("lists and maps of more than " + MOST_ELEMENTS_MADE + " elements in all");
        }
        return value;
    }

    void write(String text) {
        if (output.length() + text.length() > MOST_CHARACTERS) {
            throw limit("more than " + MOST_CHARACTERS + " characters of text");
        }
        output.append(text);
    }

    String text() {
        return output.toString();
    }

    /** Collects what is written from now on by itself, until {@link #captured()}. */
    void capture() {
        outputs.push(output);
        output = new StringBuilder();
    }

    String captured() {
        String text = output.toString();
        output = outputs.pop();
        return made(text);
    }

    void step() {
        if (++steps > MOST_STEPS) {
            throw limit("more than " + MOST_STEPS + " steps");
        }
        if (steps >= nextLook) {
            nextLook = steps + STEPS_PER_LOOK;
            if (System.nanoTime() - began >= mostNanos) {
                throw limit("its reader wait for more than " + mostNanos / 1_000_000_000 + " s");
            }
        }
    }

    void enterCall() {
        if (++calls > MOST_CALLS) {
            throw limit("macros called more than " + MOST_CALLS + " deep");
        }
    }

    void leaveCall() {
        calls--;
    }

    /** A text made by a template, if it isn't too long; to be asked before it is made. */
    static void requireLength(long characters) {
        if (characters > MOST_CHARACTERS) {
            throw limit("a text of more than " + MOST_CHARACTERS + " characters");
        }
    }

    static void requireElements(long elements) {
        if (elements > MOST_ELEMENTS) {
            throw limit("a list of more than " + MOST_ELEMENTS + " elements");
        }
    }

    static JinjaException limit(String what) {
        return new JinjaException(JinjaException.Kind.LIMIT, "the template makes " + what);
    }
}
