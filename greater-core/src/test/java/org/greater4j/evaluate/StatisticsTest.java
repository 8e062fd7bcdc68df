package org.greater4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
    // scipy 1.17.1: binomtest(successes, trials).proportion_ci(0.95, method='wilson')
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.27753279986288926",
        "10, 10, 0.7224672001371109, 1",
        "0, 1, 0, 0.7934506856227626",
        "1, 1, 0.20654931437723745, 1",
        "62, 100, 0.5220975529551107, 0.7090240074752127",
        "1178, 1319, 0.875269539871824, 0.9086490416674031",
        "7, 40, 0.08745413746035918, 0.3194999033178771",
        "15, 148, 0.06238639953073629, 0.16048724172330803"
    })
    void wilsonIntervalEqualsScipys(int successes, int trials, double low, double high) {
        Interval interval = WilsonInterval.of(successes, trials);

        assertThat(interval.low()).isEqualTo(low, within(1e-13));
        assertThat(interval.high()).isEqualTo(high, within(1e-13));
    }

    @Test
    void wilsonIntervalEndsExactlyAtNoneAndAll() {
        assertThat(WilsonInterval.of(0, 0)).isEqualTo(new Interval(0, 1));
        for (int trials = 1; trials <= 500; trials++) {
            assertThat(WilsonInterval.of(0, trials).low()).isZero();
            assertThat(WilsonInterval.of(trials, trials).high()).isEqualTo(1.0);
        }
    }

    // the interval holds the proportions whose score test does not reject: |p̂ - p| = z sqrt(p (1 - p) / n) at both
    // ends
    @Test
    void wilsonIntervalSolvesItsDefinition() {
        for (int trials = 1; trials <= 60; trials++) {
            for (int successes = 0; successes <= trials; successes++) {
                Interval interval = WilsonInterval.of(successes, trials);
                double share = (double) successes / trials;
                assertThat(interval.contains(share)).isTrue();
                for (double end : new double[] {interval.low(), interval.high()}) {
                    double z = 1.959963984540054 * Math.sqrt(end * (1 - end) / trials);
                    boolean outermost = end == 0 || end == 1;
                    assertThat(Math.abs(share - end)).isCloseTo(outermost ? Math.abs(share - end) : z, within(1e-12));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "4, 3", "0, -1"})
    void wilsonIntervalRefusesImpossibleCounts(int successes, int trials) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilsonInterval.of(successes, trials))
                .withMessageContaining("0 <= successes <= trials");
    }

    // scipy 1.17.1: binomtest(fixed, fixed + broken, 0.5).pvalue
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "5, 0, 0.0625",
        "6, 0, 0.03125",
        "10, 2, 0.03857421875",
        "3, 12, 0.03515625",
        "7, 7, 1",
        "59, 6, 4.964650327128616e-12",
        "121, 59, 4.4344492637551645e-06",
        "700, 600, 0.0060157938610449395",
        "5200, 4800, 6.593515598672343e-05",
        "1000000, 990000, 1.3594824638540268e-12",
        "900, 100, 1.3403435580012363e-161"
    })
    void mcNemarEqualsScipysBinomialTest(int fixed, int broken, double expected) {
        assertThat(McNemar.pValue(fixed, broken)).isCloseTo(expected, Percentage.withPercentage(1e-6));
        assertThat(McNemar.pValue(broken, fixed)).isEqualTo(McNemar.pValue(fixed, broken));
    }

    @Test
    void mcNemarEqualsTheSumOverAllOutcomesInExactArithmetic() {
        for (int n = 0; n <= 80; n++) {
            for (int fixed = 0; fixed <= n; fixed++) {
                assertThat(McNemar.pValue(fixed, n - fixed))
                        .as("%d fixed of %d", fixed, n)
                        .isCloseTo(exactPValue(fixed, n), Percentage.withPercentage(1e-10));
            }
        }
    }

    @Test
    void mcNemarIsNoNumberButZeroWhereThePValueUnderflows() {
        assertThat(McNemar.pValue(2000, 0)).isZero();
        assertThat(McNemar.pValue(0, 0)).isEqualTo(1);
        assertThat(McNemar.pValue(Integer.MAX_VALUE, 0)).isZero();
    }

    // exact quantiles of the resampled mean, by n-fold convolution of one draw (numpy 2): fixed, broken and other rows
    @ParameterizedTest
    @CsvSource({
        "40, 12, 3, 0.05, 0.4",
        "100, 9, 11, -0.11, 0.07",
        "1319, 100, 60, 0.011372251705837756, 0.04927975739196361"
    })
    void bootstrapIntervalIsNearTheExactOne(int rows, int fixed, int broken, double low, double high) {
        Interval interval = PairedBootstrap.of(changes(rows, fixed, broken), 7);

        // 10,000 draws place a 2.5 % quantile within about 0.16 % of probability: one grid step here, three with 1,319
        // rows
        Offset<Double> near = within((rows > 1000 ? 3.0 : 1.0) / rows + 1e-12);
        assertThat(interval.low()).isCloseTo(low, near);
        assertThat(interval.high()).isCloseTo(high, near);
    }

    @Test
    void bootstrapRepeatsForASeedAndVariesWithIt() {
        int[] changes = changes(1319, 100, 60);

        assertThat(PairedBootstrap.of(changes, 1)).isEqualTo(PairedBootstrap.of(changes, 1));
        assertThat(LongStream.range(0, 20)
                        .mapToObj(seed -> PairedBootstrap.of(changes, seed))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void bootstrapOfRowsThatAllChangedAlikeHasNoWidth() {
        assertThat(PairedBootstrap.of(new int[] {1, 1, 1}, 0)).isEqualTo(new Interval(1, 1));
        assertThat(PairedBootstrap.of(new int[] {0}, 0)).isEqualTo(new Interval(0, 0));
    }

    @Test
    void intervalRefusesEndsInTheWrongOrder() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 0));
    }

    private static double exactPValue(int fixed, int n) {
        int k = Math.min(fixed, n - fixed);
        BigInteger outcomes = BigInteger.ZERO;
        BigInteger choose = BigInteger.ONE;
        for (int i = 0; i <= k; i++) {
            outcomes = outcomes.add(choose);
            choose = choose.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        double doubled = new BigDecimal(outcomes.shiftLeft(1))
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL128)
                .doubleValue();
        return Math.min(1, doubled);
    }

    private static int[] changes(int rows, int fixed, int broken) {
        int[] changes = new int[rows];
        for (int row = 0; row < fixed + broken; row++) {
            changes[row] = row < fixed ? 1 : -1;
        }
        return changes;
    }
}
