package org.greater4j.feedback.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Journals in memory. */
public final class Journals {
    private Journals() {}

    /** Begins with events of an earlier go, and keeps all; may die when it is to keep one more than it can. */
    public static class Kept implements Journal {
        private final Deque<SearchEvent> recorded;
        private final List<SearchEvent> events;
        private final int most;

        /** Stands for the death of the process. */
        public static final class Killed extends RuntimeException {}

        public Kept(List<SearchEvent> recorded) {
            this(recorded, Integer.MAX_VALUE);
        }

        /** @param most events that it can hold */
        public Kept(List<SearchEvent> recorded, int most) {
            this.recorded = new ArrayDeque<>(recorded);
            this.events = new ArrayList<>(recorded);
            this.most = most;
        }

        public List<SearchEvent> events() {
            return events;
        }

        @Override
        public @Nullable SearchEvent next() {
            return recorded.poll();
        }

        @Override
        public void append(SearchEvent event) {
            if (!recorded.isEmpty()) {
                throw new IllegalStateException("appended before all was told");
            }
            if (events.size() == most) {
                throw new Killed();
            }
            events.add(event);
        }
    }
}
