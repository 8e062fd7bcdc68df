package org.greater4j.error;

/** Names a kind of failure; stable across versions, so that scripts can test for it. */
public enum ErrorCode {
    INVALID_OPTION(Blame.USER),
    INVALID_TASK(Blame.USER),
    INVALID_PROMPT(Blame.USER),
    INVALID_MODEL(Blame.USER),
    INVALID_RUN(Blame.USER),
    RUN_CHANGED(Blame.USER),
    INVALID_EXPECTATION(Blame.USER),
    FILE_NOT_FOUND(Blame.USER),
    CHECKSUM_MISMATCH(Blame.USER),
    OUTPUT_EXISTS(Blame.USER),
    CONTEXT_TOO_SHORT(Blame.USER),
    TEMPLATE_REFUSED(Blame.USER),
    UNSUPPORTED_MODEL(Blame.UNSUPPORTED),
    UNSUPPORTED_DEVICE(Blame.UNSUPPORTED),
    UNSUPPORTED_OPTION(Blame.UNSUPPORTED),
    NOT_WRITABLE(Blame.RESOURCE),
    RUN_IN_USE(Blame.RESOURCE),
    OUT_OF_MEMORY(Blame.RESOURCE),
    BUDGET_SPENT(Blame.RESOURCE),
    DOWNLOAD_FAILED(Blame.EXTERNAL),
    ACCESS_REFUSED(Blame.EXTERNAL),
    ENDPOINT_FAILED(Blame.EXTERNAL),
    NOTHING_MEASURED(Blame.EXTERNAL),
    TEST_READ_TWICE(Blame.INTERNAL),
    EXPECTATION_NOT_MET(Blame.INTERNAL),
    NUMBER_NOT_FINITE(Blame.INTERNAL),
    INTERNAL(Blame.INTERNAL);

    private final Blame blame;

    ErrorCode(Blame blame) {
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }
}
