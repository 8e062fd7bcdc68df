package org.greater4j.feedback.remote;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Counts what remote models take, and stops before a budget is exceeded. One account serves all models of a run. Thread-safe.
 *
 * <p>Before a call its worst case is kept back: as many tokens as the request can have, and as many as the reply may have. A call whose
 * worst case does not fit waits for those under way to turn out cheaper; if none is under way, the budget is spent. So the limits hold
 * exactly as long as servers keep to what they are asked. One that takes more (a system prompt of its own, a limit that it does not heed)
 * is noticed at its first reply, and from then on as much more is kept back for everybody.
 */
public final class Account {
    private final RemoteBudget budget;
    private final Prices prices;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final TreeSet<String> unpriced = new TreeSet<>();
    private long calls;
    private long retries;
    private long failedCalls;
    private long cachedCalls;
    private Usage reported = Usage.NONE;
    private Usage estimated = Usage.NONE;
    private Usage lost = Usage.NONE;
    private Usage cached = Usage.NONE;
    private double money;
    private double lostMoney;
    private int underWay;
    private long heldTokens;
    private double heldMoney;
    private long readOverrun;
    private long generatedOverrun;

    /** @throws GreaterException ({@code INVALID_OPTION}) naming all limits that can't be used */
    public Account(RemoteBudget budget, Prices prices) {
        List<String> problems = budget.problems();
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(ErrorCode.INVALID_OPTION, "budget", problems);
        }
        this.budget = budget;
        this.prices = prices;
    }

    /** What was taken up to now. */
    public Spending spending() {
        lock.lock();
        try {
            boolean known = unpriced.isEmpty();
            return new Spending(
                    calls,
                    retries,
                    failedCalls,
                    cachedCalls,
                    reported,
                    estimated,
                    lost,
                    cached,
                    known ? money : null,
                    known ? lostMoney : null,
                    prices.currency(),
                    List.copyOf(unpriced));
        } finally {
            lock.unlock();
        }
    }

    /** Books what an earlier go at the same work took; the limits hold for all of it together. */
    public void charge(Spending earlier) {
        lock.lock();
        try {
            calls += earlier.calls();
            retries += earlier.retries();
            failedCalls += earlier.failedCalls();
            cachedCalls += earlier.cachedCalls();
            reported = reported.plus(earlier.reported());
            estimated = estimated.plus(earlier.estimated());
            lost = lost.plus(earlier.atMostLost());
            cached = cached.plus(earlier.cached());
            money += earlier.money() == null ? 0 : earlier.money();
            lostMoney += earlier.moneyAtMostLost() == null ? 0 : earlier.moneyAtMostLost();
            unpriced.addAll(earlier.unpriced());
        } finally {
            lock.unlock();
        }
    }

    /** The limits. */
    public RemoteBudget budget() {
        return budget;
    }

    public Prices prices() {
        return prices;
    }

    /** @throws GreaterException ({@code INVALID_OPTION}) if money is limited and a model has no price */
    void requirePrice(RemoteName name) {
        if (budget.money() != null && prices.of(name) == null) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    "budget of money: expected a price of " + name + ", found none in " + prices.source()
                            + "; give a table that has one with --prices, or limit tokens or calls instead");
        }
    }

    /**
     * Keeps a call's worst case back; waits if only calls under way stand against it.
     *
     * @param worst tokens that request and reply have at the most
     * @throws GreaterException ({@code BUDGET_SPENT}) if it does not fit
     * @throws InterruptedException if the thread is asked to end while it waits
     */
    Reservation reserve(RemoteName name, Usage worst) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            @Nullable Price price = prices.of(name);
            while (true) {
                Usage held = worst.plus(new Usage(readOverrun, generatedOverrun));
                double heldPrice = price == null ? 0 : price.of(held);
                @Nullable String problem = problem(name, held, heldPrice);
                if (problem == null) {
                    if (price == null) {
                        unpriced.add(name.toString());
                    }
                    calls++;
                    underWay++;
                    heldTokens += held.tokens();
                    heldMoney += heldPrice;
                    return new Reservation(worst, held, price);
                }
                if (underWay == 0) {
                    throw new GreaterException(ErrorCode.BUDGET_SPENT, problem);
                }
                settled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String problem(RemoteName name, Usage held, double heldPrice) {
        long tokens = reported.tokens() + estimated.tokens() + lost.tokens();
        String advice = "; what was answered lies in the cache, if there is one: go on with a larger budget";
        if (budget.calls() != null && calls >= budget.calls()) {
            return "budget for " + name + ": expected a call to go, found all " + budget.calls() + " made" + advice;
        }
        if (budget.tokens() != null && tokens + heldTokens + held.tokens() > budget.tokens()) {
            return "budget for " + name + ": expected room for a call of up to " + held.tokens() + " tokens, found "
                    + tokens + " of " + budget.tokens() + " taken" + advice;
        }
        if (budget.money() != null && money + lostMoney + heldMoney + heldPrice > budget.money()) {
            return "budget for " + name + ": expected room for a call of up to " + heldPrice + " " + prices.currency()
                    + ", found " + (money + lostMoney) + " of " + budget.money() + " taken" + advice;
        }
        return null;
    }

    void countRetry() {
        lock.lock();
        try {
            retries++;
        } finally {
            lock.unlock();
        }
    }

    /** A call that was settled brought no reply all the same. */
    void countBroughtNothing() {
        lock.lock();
        try {
            failedCalls++;
        } finally {
            lock.unlock();
        }
    }

    void countCached(Usage usage) {
        lock.lock();
        try {
            cachedCalls++;
            cached = cached.plus(usage);
        } finally {
            lock.unlock();
        }
    }

    /** What is kept back for a call under way; settled exactly once. */
    final class Reservation {
        private final Usage worst;
        private final Usage held;
        private final @Nullable Price price;

        private Reservation(Usage worst, Usage held, @Nullable Price price) {
            this.worst = worst;
            this.held = held;
            this.price = price;
        }

        /** The call brought a reply whose tokens the server told. */
        void settle(Usage usage) {
            release(() -> {
                reported = reported.plus(usage);
                money += price(usage);
                readOverrun = Math.max(readOverrun, usage.readTokens() - worst.readTokens());
                generatedOverrun = Math.max(generatedOverrun, usage.generatedTokens() - worst.generatedTokens());
            });
        }

        /** The call brought a reply whose tokens the server did not tell. */
        void settleEstimated(Usage usage) {
            release(() -> {
                estimated = estimated.plus(usage);
                money += price(usage);
            });
        }

        /** The call brought no reply; what it may have taken is taken to be lost. */
        void fail(Failure.Charge charge) {
            release(() -> {
                failedCalls++;
                if (charge == Failure.Charge.UNKNOWN) {
                    lost = lost.plus(worst);
                    lostMoney += price(worst);
                }
            });
        }

        private double price(Usage usage) {
            return price == null ? 0 : price.of(usage);
        }

        private void release(Runnable booking) {
            lock.lock();
            try {
                underWay--;
                heldTokens -= held.tokens();
                // sums of doubles drift; with nothing under way nothing is held
                heldMoney = underWay == 0 ? 0 : heldMoney - (price == null ? 0 : price.of(held));
                booking.run();
                settled.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
