package org.greater4j.web.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.greater4j.app.launch.RunActivity;
import org.greater4j.app.playground.Playground;
import org.greater4j.run.RunGlance;
import org.greater4j.run.RunRecord;
import org.greater4j.web.live.Changes;
import org.greater4j.web.live.RunIndex;
import org.greater4j.web.report.Wording;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: {@code changed} says that the page would be another one now, {@code progress} how far the work between two changes is.
 */
final class LiveStreams {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LOOK_AT_RUNS_NANOS = 1_500_000_000;

    private final RunIndex index;
    private final Workshop workshop;
    private final RunPages runs;
    private final PlaygroundPages playground;
    private final Changes changes;
    private @Nullable Object runsSeen;
    private long runsSeenAt;

    LiveStreams(RunIndex index, Workshop workshop, RunPages runs, PlaygroundPages playground, Changes changes) {
        this.index = index;
        this.workshop = workshop;
        this.runs = runs;
        this.playground = playground;
        this.changes = changes;
    }

    /**
     * What is seen of a run.
     *
     * @param stamp of its files and its process's life; the page changes with it
     * @param progress of its process
     */
    private record RunNow(long stamp, @Nullable RunActivity progress) {}

    /** Refuses what there is no stream of, before the answer begins. */
    void check(Context request) {
        String run = request.queryParam("run");
        if (run != null) {
            Path directory = runs.directory(run);
            if (!RunRecord.isRun(directory)
                    && workshop.processes().activity(directory).isEmpty()) {
                throw RunPages.noRun(run);
            }
        }
    }

    void open(SseClient client) {
        Context request = client.ctx();
        String run = request.queryParam("run");
        String job = request.queryParam("job");
        if (run != null) {
            Path directory = runs.directory(run);
            subscribe(client, "run " + run, () -> now(directory));
        } else if (job != null && playground.ticket(job).isPresent()) {
            Playground.Ticket ticket = playground.ticket(job).get();
            subscribe(client, "job " + job, ticket::answer);
        } else {
            subscribe(client, "runs", this::runsNow);
        }
    }

    // looking at a thousand folders takes time that a run on the same machine would like to have
    private synchronized Object runsNow() {
        if (runsSeen == null || System.nanoTime() - runsSeenAt > LOOK_AT_RUNS_NANOS) {
            runsSeen = List.of(index.stamp(), runs.pending());
            runsSeenAt = System.nanoTime();
        }
        return runsSeen;
    }

    private RunNow now(Path directory) {
        Optional<RunActivity> activity = workshop.processes().activity(directory);
        long stamp = RunGlance.stamp(directory);
        stamp = 31 * stamp + (RunRecord.isBeingWritten(directory) ? 1 : 0);
        stamp = 31 * stamp + activity.map(now -> now.phase().name().hashCode()).orElse(0);
        return new RunNow(stamp, activity.orElse(null));
    }

    private void subscribe(SseClient client, String topic, Supplier<Object> state) {
        Changes.Subscriber subscriber = new Subscriber(client);
        client.onClose(() -> changes.unsubscribe(topic, subscriber));
        if (!changes.subscribe(topic, state, subscriber)) {
            client.ctx().status(HttpStatus.SERVICE_UNAVAILABLE);
            client.close();
            return;
        }
        client.keepAlive();
        client.sendEvent("open", "now");
    }

    /** One open page. */
    private static final class Subscriber implements Changes.Subscriber {
        private final SseClient client;
        private @Nullable RunNow before;

        Subscriber(SseClient client) {
            this.client = client;
        }

        @Override
        public void changed(Object state) {
            RunNow last = before;
            if (state instanceof RunNow now) {
                before = now;
                if (last != null && last.stamp() == now.stamp()) {
                    progress(now.progress());
                    return;
                }
            }
            client.sendEvent("changed", "now");
            requireOpen();
        }

        @Override
        public void stillThere() {
            client.sendComment("still here");
            requireOpen();
        }

        private void progress(@Nullable RunActivity activity) {
            if (activity == null) {
                return;
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("label", activity.label());
            told.put("percent", activity.fraction() < 0 ? -1 : Math.round(100 * activity.fraction()));
            told.put("left", activity.secondsLeft() < 0 ? "" : Wording.duration(activity.secondsLeft()) + " left");
            try {
                client.sendEvent("progress", MAPPER.writeValueAsString(told));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            requireOpen();
        }

        private void requireOpen() {
            if (client.terminated()) {
                throw new IllegalStateException("the page is closed");
            }
        }
    }
}
