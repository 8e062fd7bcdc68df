package org.greater4j.web.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers when something they look at has changed. One thread looks at each thing some times a second, however many look at it, and
 * at nothing that nobody looks at. Thread-safe.
 */
public final class Changes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long LOOK_MILLIS = 400;
    private static final int LOOKS_A_BEAT = 25;
    private static final int MOST_SUBSCRIBERS = 100;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "changes");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Topic> topics = new HashMap<>();
    private int subscribers;
    private int looks;

    /** Hears of changes; an exception out of it ends the subscription. */
    public interface Subscriber {
        /** @param state what is there now */
        void changed(Object state);

        /** Nothing has changed for a while; asks whether there is still somebody. */
        void stillThere();
    }

    private static final class Topic {
        final Supplier<Object> state;
        final List<Subscriber> subscribers = new ArrayList<>();
        Object last;

        Topic(Supplier<Object> state, Object first) {
            this.state = state;
            this.last = first;
        }
    }

    public Changes() {
        Future<?> unused = clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Subscribes to something.
     *
     * @param name tells it apart
     * @param state what is there at a moment, with an {@code equals} that tells changes; asked some times a second
     * @return false if there are too many subscribers already
     */
    public synchronized boolean subscribe(String name, Supplier<Object> state, Subscriber subscriber) {
        if (subscribers >= MOST_SUBSCRIBERS) {
            return false;
        }
        subscribers++;
        topics.computeIfAbsent(name, added -> new Topic(state, state.get()))
                .subscribers
                .add(subscriber);
        return true;
    }

    /** Ends a subscription; nothing happens if it has ended already. */
    public synchronized void unsubscribe(String name, Subscriber subscriber) {
        Topic topic = topics.get(name);
        if (topic != null && topic.subscribers.remove(subscriber)) {
            subscribers--;
            if (topic.subscribers.isEmpty()) {
                topics.remove(name);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        looks++;
        for (Map.Entry<String, Topic> entry : copy().entrySet()) {
            try {
                look(entry.getKey(), entry.getValue());
            } catch (RuntimeException e) {
                LOG.debug("looking at {}", entry.getKey(), e); // a file that is being replaced: the next look will tell
            }
        }
    }

    private void look(String name, Topic topic) {
        Object now = topic.state.get();
        boolean changed = !now.equals(topic.last);
        topic.last = now;
        if (changed || looks % LOOKS_A_BEAT == 0) {
            for (Subscriber subscriber : subscribers(topic)) {
                tell(name, subscriber, changed, now);
            }
        }
    }

    private void tell(String name, Subscriber subscriber, boolean changed, Object now) {
        try {
            if (changed) {
                subscriber.changed(now);
            } else {
                subscriber.stillThere();
            }
        } catch (RuntimeException e) {
            unsubscribe(name, subscriber); // gone
        }
    }

    private synchronized Map<String, Topic> copy() {
        return new HashMap<>(topics);
    }

    private synchronized List<Subscriber> subscribers(Topic topic) {
        return List.copyOf(topic.subscribers);
    }
}
