package org.greater4j.feedback.remote;

/** Ways in which a call fails, and what each of them means for other attempts, for other calls, and for the bill. */
enum Failure {
    /** Too many calls; the server may say when to come back. */
    RATE_LIMITED(Retry.YES, Scope.CALL, Charge.NONE),
    /** The server's own fault. */
    SERVER(Retry.YES, Scope.CALL, Charge.NONE),
    /** Nobody is there: no connection came to be. */
    UNREACHABLE(Retry.YES, Scope.CALL, Charge.NONE),
    /** The connection broke off after the request was sent. */
    CUT(Retry.YES, Scope.CALL, Charge.UNKNOWN),
    /** No whole reply within the time. */
    TIMED_OUT(Retry.YES, Scope.CALL, Charge.UNKNOWN),
    /** A reply that can't be read, or one that has neither words nor an end of the model's own or at the limit: see ADR 0032. */
    UNUSABLE(Retry.FEW, Scope.CALL, Charge.UNKNOWN),
    /** The request can't be met: too long for the model, a parameter that it does not take. */
    REFUSED_REQUEST(Retry.NO, Scope.CALL, Charge.NONE),
    /** The reply was withheld by a filter. */
    WITHHELD(Retry.NO, Scope.CALL, Charge.UNKNOWN),
    /** Someone asked the work to end. */
    INTERRUPTED(Retry.NO, Scope.RUN, Charge.UNKNOWN),
    /** The key was not taken. */
    REFUSED_KEY(Retry.NO, Scope.RUN, Charge.NONE),
    /** The account behind the key has no money or no right left. */
    NO_QUOTA(Retry.NO, Scope.RUN, Charge.NONE),
    /** No such model or address. */
    NOT_FOUND(Retry.NO, Scope.RUN, Charge.NONE);

    enum Retry {
        YES,
        FEW,
        NO
    }

    /** Whom a failure meets: the one call, or every call of the run. */
    enum Scope {
        CALL,
        RUN
    }

    /** What the service may have charged for. */
    enum Charge {
        NONE,
        UNKNOWN
    }

    private final Retry retry;
    private final Scope scope;
    private final Charge charge;

    Failure(Retry retry, Scope scope, Charge charge) {
        this.retry = retry;
        this.scope = scope;
        this.charge = charge;
    }

    Retry retry() {
        return retry;
    }

    Scope scope() {
        return scope;
    }

    Charge charge() {
        return charge;
    }
}
