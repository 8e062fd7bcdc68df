package org.greater4j.app.playground;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.greater4j.app.Interruption;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.GradientModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions one at a time, with one model in memory. Thread-safe.
 *
 * <p>All work is done on one thread, since native memory is owned by threads. A model stays open for the next question until another one is asked
 * for, or nobody has asked for a while. At most {@value #MOST_WAITING} questions wait; more are refused.
 */
public final class Playground implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Playground.class);
    private static final int MOST_WAITING = 5;
    private static final int MOST_REMEMBERED = 50;
    private static final long PATIENCE_SECONDS = 20;

    private final ModelOpener models;
    private final Duration idle;
    private final Interruption interruption = new Interruption();
    private final ScheduledThreadPoolExecutor thread;
    private final Map<Long, Ticket> tickets = new LinkedHashMap<>();
    private long lastTicket;
    private int waiting;

    // of the one thread
    private @Nullable GradientModel model;
    private @Nullable Key key;
    private @Nullable ScheduledFuture<?> closing;

    /** What a model in memory was opened for; questions of equal keys can share it. */
    private record Key(String model, String dtype, String device) {}

    /**
     * @param models opens them
     * @param idle how long a model stays in memory when nobody asks
     */
    public Playground(ModelOpener models, Duration idle) {
        this.models = models;
        this.idle = idle;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread worker = new Thread(work, "playground");
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A question that was taken, and what has come of it so far. */
    public static final class Ticket {
        private final long number;
        private final PlaygroundQuestion question;
        private volatile PlaygroundAnswer answer;

        private Ticket(long number, PlaygroundQuestion question, PlaygroundAnswer answer) {
            this.number = number;
            this.question = question;
            this.answer = answer;
        }

        /** Tells it from all others of this playground. */
        public long number() {
            return number;
        }

        public PlaygroundQuestion question() {
            return question;
        }

        /** What there is now. */
        public PlaygroundAnswer answer() {
            return answer;
        }
    }

    /**
     * Takes a question.
     *
     * @throws GreaterException ({@code RUN_IN_USE}) if too many wait already
     */
    public synchronized Ticket ask(PlaygroundQuestion question) {
        if (waiting >= MOST_WAITING) {
            throw new GreaterException(
                    ErrorCode.RUN_IN_USE,
                    "playground: expected at most " + MOST_WAITING
                            + " waiting questions, found more; wait for an answer and ask again");
        }
        question.config().check();
        Ticket ticket = new Ticket(++lastTicket, question, PlaygroundAnswer.waiting(waiting));
        tickets.put(ticket.number, ticket);
        tickets.keySet().removeIf(number -> number <= lastTicket - MOST_REMEMBERED);
        waiting++;
        thread.execute(() -> work(ticket));
        return ticket;
    }

    /** A question that was taken before; empty if it is not remembered. */
    public synchronized Optional<Ticket> find(long number) {
        return Optional.ofNullable(tickets.get(number));
    }

    /** Ends the work and closes the model. */
    @Override
    public void close() {
        interruption.request();
        thread.execute(this::closeModel);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the playground's model is still computing; ending without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Ticket ticket) {
        try {
            if (closing != null) {
                closing.cancel(false);
            }
            interruption.check();
            ticket.answer = ticket.answer.at("the model is loaded");
            GradientModel open = open(ticket.question.config());
            new CloseLook(ticket.question, open, interruption, ticket.answer, now -> ticket.answer = now).work();
        } catch (Interruption.Requested e) {
            ticket.answer = ticket.answer.failed("the program ends");
        } catch (GreaterException e) {
            ticket.answer = ticket.answer.failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("answering a question of the playground", e);
            closeModel(); // nothing is known of its state
            ticket.answer = ticket.answer.failed(
                    e instanceof OutOfMemoryError
                            ? "memory: expected more than there is; use a smaller model, or stop a run"
                            : "a defect of Greater4J: " + e);
        } finally {
            synchronized (this) {
                waiting--;
            }
            if (!thread.isShutdown()) {
                closing = thread.schedule(this::closeModel, idle.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private GradientModel open(RunConfig config) {
        Key wanted = new Key(config.model(), config.dtype(), config.device());
        GradientModel there = model;
        if (there != null && wanted.equals(key)) {
            return there;
        }
        closeModel();
        GradientModel opened = models.open(config);
        model = opened;
        key = wanted;
        return opened;
    }

    private void closeModel() {
        if (model != null) {
            model.close();
            model = null;
            key = null;
        }
    }
}
