package org.greater4j.feedback.search;

import org.jspecify.annotations.Nullable;

/** The record that a search is resumed from. */
public interface Journal {
    /** The next event of an earlier go at the search; null when all were told, and then for good. */
    @Nullable
    SearchEvent next();

    /** Keeps an event; on return it survives the death of the process. Called only after {@link #next} has come to its end. */
    void append(SearchEvent event);
}
