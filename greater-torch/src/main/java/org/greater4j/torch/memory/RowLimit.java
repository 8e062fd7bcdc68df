package org.greater4j.torch.memory;

import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many rows may be computed at once, as the memory has taught: halved where it did not suffice, and never raised again. */
public final class RowLimit {
    private static final Logger LOG = LoggerFactory.getLogger(RowLimit.class);

    private final String work;
    private final MemoryGate gate;
    private int most = Integer.MAX_VALUE;

    /** @param work what is done with the rows, for messages */
    public RowLimit(String work, MemoryGate gate) {
        this.work = work;
        this.gate = gate;
    }

    /** As many of the wanted rows as there may be. */
    public int atMost(int wanted) {
        return Math.min(most, wanted);
    }

    /** To be called before work on so many rows; fails as the allocator does if there is no memory for them. */
    public void ask(int rows) {
        gate.pass(rows);
    }

    /**
     * Takes note that work on so many rows failed; afterwards fewer are to be tried.
     *
     * @throws RuntimeException the failure itself, if memory was not its reason
     * @throws GreaterException ({@code OUT_OF_MEMORY}) if it was a single row
     */
    public void lower(int rows, RuntimeException failure) {
        if (!MemoryGate.isExhaustion(failure)) {
            throw failure;
        }
        if (rows == 1) {
            throw new GreaterException(
                    ErrorCode.OUT_OF_MEMORY,
                    work + ": expected memory for one row at a time, found '"
                            + String.valueOf(failure.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                            + "'; end other programs, use a smaller model, fewer --train examples, or fewer --max-new-tokens",
                    failure);
        }
        most = rows / 2;
        LOG.warn("{}: no memory for {} rows at once, going on with {}", work, rows, most);
    }
}
