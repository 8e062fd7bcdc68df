package org.greater4j.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.greater4j.engine.Cost;
import org.greater4j.feedback.search.Journal;
import org.greater4j.feedback.search.SearchEvent;
import org.greater4j.run.RemoteFigures;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunEvent;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run as the journal that its search is resumed from.
 *
 * <p>Every event is followed by a checkpoint, so that none that was told is dropped when the run is opened again: what a kill costs is the
 * one batch under way.
 */
final class SearchJournal implements Journal {
    private static final String ANSWERED = "answered";
    private static final String ASKED = "asked";
    private static final String ROUND = "round";
    /** The same as for searches by gradients, so that readers of records need not tell them apart. */
    private static final String STOPPED = "stopped";

    private final RunDirectory run;
    private final Supplier<@Nullable RemoteFigures> remote;
    private final Deque<SearchEvent> recorded = new ArrayDeque<>();
    private Cost cost = Cost.NONE;
    private double seconds;
    private Cost costAround = Cost.NONE;
    private double secondsAround;

    /**
     * The checkpoint of a run by text feedback.
     *
     * @param cost of all that is recorded
     * @param seconds of work behind all that is recorded
     * @param costAround of these, what was taken outside of the search, which its events don't tell
     * @param secondsAround likewise
     * @param remote what all calls over the network took; null if there were none to make
     */
    record Checkpoint(
            Cost cost,
            double seconds,
            Cost costAround,
            double secondsAround,
            @Nullable RemoteFigures remote) {}

    /**
     * @param events that the run has recorded
     * @param remote what all calls over the network took so far; null if there are none to make
     */
    SearchJournal(RunDirectory run, List<RunEvent> events, Supplier<@Nullable RemoteFigures> remote) {
        this.run = run;
        this.remote = remote;
        run.checkpoint(Checkpoint.class).ifPresent(saved -> {
            costAround = saved.costAround();
            secondsAround = saved.secondsAround();
        });
        for (RunEvent event : events) {
            switch (event.type()) {
                case ANSWERED -> recorded.add(event.payload(SearchEvent.Answered.class));
                case ASKED -> recorded.add(event.payload(SearchEvent.Asked.class));
                case ROUND -> recorded.add(event.payload(SearchEvent.Round.class));
                case STOPPED -> recorded.add(event.payload(SearchEvent.Ended.class));
                default -> {
                    // of the run around the search
                }
            }
        }
    }

    /** Whether there are events that were not told yet. */
    boolean replaying() {
        return !recorded.isEmpty();
    }

    @Override
    public @Nullable SearchEvent next() {
        SearchEvent event = recorded.poll();
        if (event != null) {
            count(event);
        }
        return event;
    }

    @Override
    public void append(SearchEvent event) {
        run.events().append(type(event), event);
        count(event);
        run.checkpoint(checkpoint());
    }

    /** What was taken so far: for all events told, and around the search. */
    Checkpoint checkpoint() {
        return checkpointWith(Cost.NONE, 0);
    }

    /** The same with work around the search that is under way. */
    Checkpoint checkpointWith(Cost more, double moreSeconds) {
        Cost around = costAround.plus(more);
        double soLong = secondsAround + moreSeconds;
        return new Checkpoint(cost.plus(around), seconds + soLong, around, soLong, remote.get());
    }

    /** Adds what was taken around the search. */
    void spentAround(Cost more, double moreSeconds) {
        costAround = costAround.plus(more);
        secondsAround += moreSeconds;
    }

    private void count(SearchEvent event) {
        if (event instanceof SearchEvent.Answered answered) {
            cost = cost.plus(answered.cost());
            seconds += answered.seconds();
        } else if (event instanceof SearchEvent.Asked asked) {
            cost = cost.plus(asked.cost());
            seconds += asked.seconds();
        }
    }

    private static String type(SearchEvent event) {
        if (event instanceof SearchEvent.Answered) {
            return ANSWERED;
        }
        if (event instanceof SearchEvent.Asked) {
            return ASKED;
        }
        return event instanceof SearchEvent.Round ? ROUND : STOPPED;
    }
}
