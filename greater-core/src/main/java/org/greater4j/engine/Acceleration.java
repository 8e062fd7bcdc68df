package org.greater4j.engine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What makes a session fast and may not change a choice; each can be switched off by itself, and without any of them a session is the plain
 * reading (method: What makes it fast). The eighth, reduced precision, is the dtype: it alone is not exact.
 */
public enum Acceleration {
    /** Keys and values of the heads are computed once in a run. */
    QUESTION_CACHE("question-cache"),
    /** Keys and values of {@code p_<i} are computed once in a step, and serve proposal, gradient and all candidates. */
    PROMPT_CACHE("prompt-cache"),
    /** All candidates of all examples generate together; rows that finish make room for others. */
    CONTINUOUS_BATCH("continuous-batch"),
    /** Tokens that an earlier chain suggests are verified many at once. */
    DRAFTS("drafts"),
    /** What was assessed before is looked up. */
    MEMORY("memory"),
    /** A prompt whose score can no longer win is let go. */
    PRUNING("pruning"),
    /** The vocabulary projection runs only where a logit is used. */
    SPARSE_PROJECTION("sparse-projection");

    private static final Set<Acceleration> ALL = Collections.unmodifiableSet(EnumSet.allOf(Acceleration.class));

    private final String label;

    Acceleration(String label) {
        this.label = label;
    }

    /** Spelling on the command line and in records. */
    public String label() {
        return label;
    }

    /** All of them. */
    public static Set<Acceleration> all() {
        return ALL;
    }

    /** None: the plain reading. */
    public static Set<Acceleration> none() {
        return Set.of();
    }
}
