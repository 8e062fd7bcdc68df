package org.greater4j.torch.memory;

import java.util.Locale;
import org.greater4j.error.GreaterException;

/**
 * What stands before work that takes memory for many rows at once. It is open as a rule, and the allocator itself says where there is none;
 * tests have gates that refuse as the allocator would.
 */
@FunctionalInterface
public interface MemoryGate {
    /** Lets everything through. */
    MemoryGate OPEN = rows -> {};

    /**
     * Asks for the memory that so many rows take.
     *
     * @throws RuntimeException as libtorch throws it where there is none
     */
    void pass(int rows);

    /** Whether work failed because the allocator had no more memory: libtorch says it in the message of a RuntimeException. */
    static boolean isExhaustion(RuntimeException failure) {
        if (failure instanceof GreaterException) {
            return false;
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("can't allocate memory")
                || message.contains("not enough memory")
                || message.contains("out of memory")
                || message.contains("bad_alloc");
    }
}
