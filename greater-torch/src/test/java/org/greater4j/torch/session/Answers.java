package org.greater4j.torch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.Proposals;
import org.greater4j.engine.TokenGradient;

/** Comparisons of two sessions' answers in float32. */
final class Answers {
    private static final double LOSS = 1e-4;

    private Answers() {}

    static void assertSame(String where, Proposals found, Proposals expected) {
        assertThat(found.ids()).as(where).isDeepEqualTo(expected.ids());
        for (int j = 0; j < found.ids().length; j++) {
            for (int at = 0; at < found.ids()[j].length; at++) {
                assertThat(found.logProbabilities()[j][at])
                        .as("%s: log-probability %s of example %s", where, at, j)
                        .isCloseTo(expected.logProbabilities()[j][at], within((float) LOSS));
            }
        }
    }

    static void assertSame(String where, TokenGradient found, TokenGradient expected) {
        assertSame(where, found, expected, 1e-4);
    }

    /** @param tolerance of a row's largest entry */
    static void assertSame(String where, TokenGradient found, TokenGradient expected, double tolerance) {
        assertThat(found.candidates()).as(where).containsExactly(expected.candidates());
        assertThat(found.perExample()).as(where).hasDimensions(expected.perExample().length, found.candidates().length);
        for (int j = 0; j < found.perExample().length; j++) {
            double[] row = expected.perExample()[j];
            for (int c = 0; c < row.length; c++) {
                assertThat(found.perExample()[j][c])
                        .as("%s: gradient of example %s, candidate %s", where, j, c)
                        .isCloseTo(row[c], within(tolerance * largest(row)));
            }
            assertThat(found.answerLosses()[j])
                    .as(where)
                    .isCloseTo(expected.answerLosses()[j], closeTo(expected.answerLosses()[j]));
            assertThat(found.fluencyLosses()[j]).as(where).isCloseTo(expected.fluencyLosses()[j], within(LOSS));
        }
    }

    static void assertSame(String where, List<Assessment> found, List<Assessment> expected) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        for (int c = 0; c < found.size(); c++) {
            assertThat(found.get(c).prompt())
                    .as(where)
                    .isEqualTo(expected.get(c).prompt());
            assertThat(found.get(c).complete()).as(where).isTrue();
            assertThat(found.get(c).examples())
                    .as(where)
                    .hasSameSizeAs(expected.get(c).examples());
            for (int j = 0; j < found.get(c).examples().size(); j++) {
                String row = where + ": prompt " + c + ", example " + j;
                ExampleAssessment one = found.get(c).examples().get(j);
                ExampleAssessment other = expected.get(c).examples().get(j);
                assertThat(one.chain()).as(row).containsExactly(other.chain());
                assertThat(one.mistake()).as(row).isEqualTo(other.mistake());
                assertThat(one.answerLoss()).as(row).isCloseTo(other.answerLoss(), closeTo(other.answerLoss()));
                assertThat(one.fluencyLoss()).as(row).isCloseTo(other.fluencyLoss(), closeTo(other.fluencyLoss()));
            }
        }
    }

    static double largest(double[] row) {
        double largest = 0;
        for (double value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    // losses of unlikely answers at a low temperature are large
    private static Offset<Double> closeTo(double expected) {
        return within(LOSS * Math.max(1, Math.abs(expected) / 10));
    }
}
