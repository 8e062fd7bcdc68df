package org.greater4j.engine;

/** Numbers that sources of chance begin with. */
public final class Seeds {
    /** What neighbouring numbers are multiplied by, or moved by, before they are {@linkplain #mixed mixed}. */
    public static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * A number that has nothing in common with those of its neighbours: the finaliser of SplitMix64. {@link java.util.Random} scrambles its
     * seed by one xor, so that near seeds begin alike.
     */
    public static long mixed(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
