package org.greater4j.torch.memory;

import org.greater4j.error.GreaterException;
import org.greater4j.error.NativeMemory;

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

    /** Whether work failed because the allocator had no more memory. */
    static boolean isExhaustion(RuntimeException failure) {
        return !(failure instanceof GreaterException) && NativeMemory.isExhausted(failure);
    }
}
