package org.greater4j.feedback.search;

import java.util.List;

/** Hears how a search goes; every method may be left as it is. A resumed search tells again what is replayed. */
public interface SearchListener {
    SearchListener SILENT = new SearchListener() {};

    /** {@code done} of {@code total} pieces of what is going on are finished; may end the work by throwing. */
    default void progressed(String activity, int done, int total) {}

    /** A prompt was scored on some rows, all of the part {@code train} or {@code dev}. */
    default void scored(String part, PromptScore score) {}

    /** So many texts were asked for and so many could be read. */
    default void proposed(String purpose, int asked, int read) {}

    /** A step is done. */
    default void stepDone(int step, List<RankedPrompt> kept) {}
}
