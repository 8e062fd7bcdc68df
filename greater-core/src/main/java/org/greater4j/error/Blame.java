package org.greater4j.error;

/** Who can mend an error; decides the exit code of the command line. */
public enum Blame {
    /** Bad input or usage. */
    USER(2),
    /** Input that is sound, but that this version does not handle. */
    UNSUPPORTED(3),
    /** Memory, disk, file permissions or time. */
    RESOURCE(4),
    /** A download or an endpoint. */
    EXTERNAL(5),
    /** A defect of Greater4J. */
    INTERNAL(1);

    private final int exitCode;

    Blame(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Exit code of a command that ends by such an error. */
    public int exitCode() {
        return exitCode;
    }
}
