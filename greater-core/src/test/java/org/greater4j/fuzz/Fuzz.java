package org.greater4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/**
 * Runs a reader over damaged input. A round may end well or with a {@link GreaterException} of a code that stands for such input, and nothing
 * else; it may not allocate much more than a small file needs, nor take longer than some seconds of a processor.
 *
 * <p>Every round has its own random numbers, so one that failed is repeated by itself: {@code -Dgreater.fuzz.first=ROUND
 * -Dgreater.fuzz.rounds=1}. Where a native library ended the JVM, the file {@code target/fuzz-READER} tells the round. The profile {@code
 * heavy} runs a million rounds.
 */
public final class Fuzz {
    private static final long SEED = Long.getLong("greater.fuzz.seed", 4711);
    private static final int FIRST = Integer.getInteger("greater.fuzz.first", 0);
    private static final int ROUNDS = Integer.getInteger("greater.fuzz.rounds", 3000);
    private static final long MOST_BYTES = 64L << 20;
    // far more than any round takes, and far less than a search without end
    private static final long MOST_NANOS = 20_000_000_000L;

    private static final String[] NUMBERS = {
        "-1",
        "0",
        "1",
        "2147483648",
        "4294967295",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551616",
        "1e999",
        "0.5",
        "99999999999"
    };
    private static final long[] COUNTS = {
        0, 1, -1, 255, 65_536, Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
    };

    /** One round. */
    @FunctionalInterface
    public interface Round {
        void run(Random random) throws Exception;
    }

    /** How many rounds were refused, and why. */
    public record Outcome(int sound, int refused) {}

    private Fuzz() {}

    /**
     * Runs all rounds of a reader of models.
     *
     * @param share what part of the rounds asked for; slow readers take fewer
     */
    public static Outcome run(String reader, double share, Round round) {
        return run(
                reader,
                share,
                EnumSet.of(ErrorCode.INVALID_MODEL, ErrorCode.UNSUPPORTED_MODEL, ErrorCode.TEMPLATE_REFUSED),
                round);
    }

    /**
     * Runs all rounds.
     *
     * @param share what part of the rounds asked for; slow readers take fewer
     * @param documented the codes by which damaged input may be refused
     */
    public static Outcome run(String reader, double share, Set<ErrorCode> documented, Round round) {
        try (RandomAccessFile current = new RandomAccessFile("target/fuzz-" + reader.replace(' ', '-'), "rw")) {
            return run(reader, share, documented, round, current);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome run(
            String reader, double share, Set<ErrorCode> documented, Round round, RandomAccessFile current)
            throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int sound = 0;
        int refused = 0;
        int rounds = Math.max(1, (int) (ROUNDS * share));
        for (int number = FIRST; number < FIRST + rounds; number++) {
            String place = reader + ": seed " + SEED + ", round " + number + "; repeat it by -Dgreater.fuzz.seed="
                    + SEED + " -Dgreater.fuzz.first=" + number + " -Dgreater.fuzz.rounds=1";
            current.seek(0);
            current.writeBytes(place + "\n");
            long before = memory.getCurrentThreadAllocatedBytes();
            long began = memory.getCurrentThreadCpuTime();
            try {
                round.run(random(number));
                sound++;
            } catch (GreaterException e) {
                refused++;
                if (!documented.contains(e.code())) {
                    throw new AssertionError(place, e);
                }
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(place, e);
            }
            long allocated = memory.getCurrentThreadAllocatedBytes() - before;
            if (allocated > MOST_BYTES) {
                throw new AssertionError(place + ": allocated " + allocated + " bytes");
            }
            long took = memory.getCurrentThreadCpuTime() - began;
            if (took > MOST_NANOS) {
                throw new AssertionError(place + ": took " + took / 1_000_000 + " ms of the processor");
            }
        }
        System.out.println(reader + ": " + rounds + " rounds from " + FIRST + ", seed " + SEED + ": " + refused
                + " refused, " + sound + " read");
        return new Outcome(sound, refused);
    }

    // neighbouring seeds of Random begin with nearly the same numbers, and every round would choose the same input
    private static Random random(int round) {
        return new Random(new SplittableRandom(SEED * 1_000_003 + round).nextLong());
    }

    /** Changes some bytes: others in their place, a hostile count, a number in digits, a piece less, a piece twice, an early end. */
    public static byte[] damage(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
            switch (random.nextInt(8)) {
                case 0, 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> {
                    long count = COUNTS[random.nextInt(COUNTS.length)];
                    for (int i = 0; i < Math.min(8, bytes.length - at); i++) {
                        bytes[at + i] = (byte) (count >>> (8 * i));
                    }
                }
                case 4 -> bytes = number(bytes, at, random);
                case 5 -> bytes = splice(bytes, at, length, new byte[0]);
                case 6 -> bytes = splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    /** Puts some texts anywhere. */
    public static byte[] insert(byte[] sound, List<String> marks, Random random) {
        byte[] bytes = sound;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            byte[] mark = marks.get(random.nextInt(marks.size())).getBytes(StandardCharsets.UTF_8);
            int at = random.nextInt(bytes.length + 1);
            int removed = random.nextInt(3) == 0 ? Math.min(bytes.length - at, random.nextInt(20)) : 0;
            bytes = splice(bytes, at, removed, mark);
        }
        return bytes;
    }

    /** Puts a piece of another input in the place of a piece of this one. */
    public static byte[] splice(byte[] sound, byte[] other, Random random) {
        int from = random.nextInt(other.length + 1);
        int to = from + random.nextInt(other.length - from + 1);
        int at = random.nextInt(sound.length + 1);
        int removed = random.nextInt(sound.length - at + 1);
        return splice(sound, at, removed, Arrays.copyOfRange(other, from, to));
    }

    /** Puts another number in the place of the next digits. */
    private static byte[] number(byte[] bytes, int at, Random random) {
        int from = at;
        while (from < bytes.length && !isDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && isDigit(bytes[to])) {
            to++;
        }
        return splice(
                bytes, from, to - from, NUMBERS[random.nextInt(NUMBERS.length)].getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
