package org.greater4j.error;

/**
 * A number that is not finite, and the place in a list of texts or examples that it came from; whoever knows their names says the error
 * again with {@link #named}. Its code is {@code NUMBER_NOT_FINITE}.
 */
public final class NotFiniteException extends GreaterException {
    private final String work;
    private final int index;
    private final double found;

    /**
     * @param work what was being done, up to the number of the example: {@code gradient of training example}
     * @param index of the example, from 0
     */
    public NotFiniteException(String work, int index, double found) {
        this(work, index, "", found);
    }

    private NotFiniteException(String work, int index, String name, double found) {
        super(
                ErrorCode.NUMBER_NOT_FINITE,
                work + " " + (index + 1) + name + ": expected finite numbers, found " + found
                        + "; try --dtype float32, and check the model file");
        this.work = work;
        this.index = index;
        this.found = found;
    }

    /** The place of what it came from, from 0. */
    public int index() {
        return index;
    }

    /** The same error with the name of what it came from. */
    public NotFiniteException named(String name) {
        return new NotFiniteException(work, index, ", " + name, found);
    }
}
