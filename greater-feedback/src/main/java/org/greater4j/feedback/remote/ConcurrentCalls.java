package org.greater4j.feedback.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that wait for replies. */
final class ConcurrentCalls implements AutoCloseable {
    /** How often the caller is asked whether it still wants the replies, while none comes. */
    private static final long LOOK_MILLIS = 200;

    private static final long UNWIND_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(ConcurrentCalls.class);

    private final String name;
    private final ExecutorService threads;

    ConcurrentCalls(String name, int concurrency) {
        this.name = name;
        this.threads = Executors.newFixedThreadPool(concurrency, work -> {
            Thread thread = new Thread(work, "calls of " + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Asks everything, and waits for it.
     *
     * @param finished told the number of finished questions, also while it does not grow; if it throws, what is under way is ended and the
     *     exception passed on
     * @return one answer per question, in order
     * @throws GreaterException that an answer threw, or ({@code ENDPOINT_FAILED}) if the thread is interrupted
     */
    <Q, A> List<A> each(List<Q> questions, Function<Q, A> answer, IntConsumer finished) {
        ExecutorCompletionService<A> completion = new ExecutorCompletionService<>(threads);
        List<Future<A>> answers = new ArrayList<>(questions.size());
        try {
            for (Q question : questions) {
                answers.add(completion.submit(() -> answer.apply(question)));
            }
            for (int done = 0; done < questions.size(); ) {
                Future<A> next = completion.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    // throws what it threw as soon as it is known, not when it is its turn
                    next.get();
                    done++;
                }
                finished.accept(done);
            }
            List<A> inOrder = new ArrayList<>(answers.size());
            for (Future<A> done : answers) {
                inOrder.add(done.get());
            }
            return inOrder;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GreaterException(ErrorCode.ENDPOINT_FAILED, name + ": interrupted while replies were awaited");
        } finally {
            answers.forEach(open -> open.cancel(true));
        }
    }

    /** Ends what is under way, and gives replies that have just come the time to be kept. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(UNWIND_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("{}: calls are still under way", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
