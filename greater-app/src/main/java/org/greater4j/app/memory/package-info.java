/**
 * Whether a model fits into memory, said before it is loaded.
 *
 * <p>A process that takes more than there is gets killed by the system, without a word. So the {@link org.greater4j.app.memory.ModelShape},
 * which the head of a model's file tells, and the {@link org.greater4j.app.memory.Workload} give a
 * {@link org.greater4j.app.memory.MemoryEstimate}; {@link org.greater4j.app.memory.AvailableMemory} is what the system and the control
 * groups of the process leave; and {@link org.greater4j.app.memory.MemoryCheck} refuses what can't fit, naming what would:
 *
 * <pre>{@code
 * ModelShape shape = ModelShape.read(path).orElseThrow();
 * MemoryEstimate needed = MemoryEstimate.of(shape, Workload.search(20, 3, 64, true), false);
 * System.out.println(needed.totalBytes());
 * }</pre>
 *
 * <p>An estimate is within a tenth or so of the peak that was measured (docs/adr/0019-memory-estimate.md); {@code
 * GREATER_MEMORY_CHECK=off} lets a load try all the same.
 */
@NullMarked
package org.greater4j.app.memory;

import org.jspecify.annotations.NullMarked;
