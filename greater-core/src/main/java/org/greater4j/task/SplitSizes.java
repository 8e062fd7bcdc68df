package org.greater4j.task;

/** How many examples each part of a {@link Split} gets; 0 leaves a part empty. */
public record SplitSizes(int train, int dev, int test) {
    public int total() {
        return train + dev + test;
    }
}
