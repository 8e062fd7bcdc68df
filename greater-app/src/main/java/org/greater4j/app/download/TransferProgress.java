package org.greater4j.app.download;

/** Is told how far the transfer of one file has come. */
interface TransferProgress {

    /** A transfer starts with this many bytes already there; {@code totalBytes} is -1 if unknown. */
    void begin(long initialBytes, long totalBytes);

    /** This many bytes are there, with those of earlier transfers. */
    void advanceTo(long bytes);

    /** The last count of this transfer, which is told however short ago the one before was. */
    void end(long bytes);

    /** The transfer broke off for that reason, and another one goes on. */
    void resuming(long bytes, String reason);
}
