package org.greater4j.engine;

/**
 * How a session came by its answers since it was opened; differences of two tell of what was between.
 *
 * @param draftedTokens tokens that were suggested and verified
 * @param acceptedTokens drafted tokens that the model itself would have chosen
 * @param decodingPasses forward passes in which chains grew
 * @param lookups assessments that were asked for
 * @param hits assessments that were known
 * @param wantedChains chains that plain reading would have generated for the assessments not known
 * @param prunedChains of these, chains that the cutoff left out or ended early
 * @param cachedTokens tokens whose keys and values were taken from a cache instead of computed
 * @param proposeFlop floating-point operations that the proposals need: no padding, nothing twice
 * @param gradientFlop floating-point operations that the gradients need
 * @param assessFlop floating-point operations that the assessments need: rejected drafts do not count
 * @param wastedFlop floating-point operations on rejected drafts and on chains let go
 */
public record Statistics(
        long draftedTokens,
        long acceptedTokens,
        long decodingPasses,
        long lookups,
        long hits,
        long wantedChains,
        long prunedChains,
        long cachedTokens,
        double proposeFlop,
        double gradientFlop,
        double assessFlop,
        double wastedFlop) {
    public static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Operations that a phase needed, and nothing else. */
    public static Statistics ofFlop(Phase phase, double flop) {
        return new Statistics(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                phase == Phase.PROPOSE ? flop : 0,
                phase == Phase.GRADIENT ? flop : 0,
                phase == Phase.SELECT ? flop : 0,
                0);
    }

    /** Assessments that were asked for, and nothing else. */
    public static Statistics ofLookups(long lookups, long hits) {
        return new Statistics(0, 0, 0, lookups, hits, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Tokens that were taken from a cache, and nothing else. */
    public static Statistics ofCached(long tokens) {
        return new Statistics(0, 0, 0, 0, 0, 0, 0, tokens, 0, 0, 0, 0);
    }

    public Statistics plus(Statistics other) {
        return combined(other, 1);
    }

    public Statistics minus(Statistics other) {
        return combined(other, -1);
    }

    /** Floating-point operations of all that was needed. */
    public double neededFlop() {
        return proposeFlop + gradientFlop + assessFlop;
    }

    private Statistics combined(Statistics other, int sign) {
        return new Statistics(
                draftedTokens + sign * other.draftedTokens,
                acceptedTokens + sign * other.acceptedTokens,
                decodingPasses + sign * other.decodingPasses,
                lookups + sign * other.lookups,
                hits + sign * other.hits,
                wantedChains + sign * other.wantedChains,
                prunedChains + sign * other.prunedChains,
                cachedTokens + sign * other.cachedTokens,
                proposeFlop + sign * other.proposeFlop,
                gradientFlop + sign * other.gradientFlop,
                assessFlop + sign * other.assessFlop,
                wastedFlop + sign * other.wastedFlop);
    }
}
