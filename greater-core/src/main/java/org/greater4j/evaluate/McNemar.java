package org.greater4j.evaluate;

/**
 * The exact two-sided McNemar test (1947): whether the rows that changed went one way more often than a fair coin would.
 *
 * <p>Rows that did not change say nothing about a difference. Of the {@code n = fixed + broken} others, each is as likely to be fixed
 * as to be broken if the two prompts are equally good, so the p-value is a tail of Binomial(n, 1/2), doubled.
 */
final class McNemar {
    private McNemar() {}

    /** The p-value, in (0, 1] save for underflow; 1 if no row changed. */
    static double pValue(int fixed, int broken) {
        if (fixed < 0 || broken < 0) {
            throw new IllegalArgumentException("expected counts of at least 0, found " + fixed + " and " + broken);
        }
        long n = (long) fixed + broken;
        long k = Math.min(fixed, broken);
        // C(n, k) / 2^n as mantissa * 2^exponent: neither factor alone fits a double for large n
        double mantissa = 1;
        long exponent = -n;
        for (long i = 1; i <= k; i++) {
            mantissa *= (double) (n - k + i) / i;
            if (mantissa > 0x1p512) {
                mantissa *= 0x1p-512;
                exponent += 512;
            }
        }
        // the tail's terms relative to its largest, C(n, i - 1) / C(n, i) = i / (n - i + 1), until they no longer count
        double tail = 1;
        double term = 1;
        for (long i = k; i > 0 && term > tail * 0x1p-60; i--) {
            term *= (double) i / (n - i + 1);
            tail += term;
        }
        double p = 2 * Math.scalb(mantissa * tail, (int) Math.max(exponent, -10_000));
        return Math.min(1, p);
    }
}
