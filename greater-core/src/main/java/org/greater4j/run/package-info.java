/**
 * The record of a run: manifest, append-only events, checkpoint and result in one directory.
 *
 * <pre>{@code
 * try (RunDirectory run = RunDirectory.create(out)) {      // refused before any work if it can't be written
 *   run.start(manifest);
 *   for (State state = first; !state.done(); state = step(state)) {
 *     run.events().append("step", state.lastStep());
 *     run.checkpoint(state);                              // events first, then the checkpoint: both are on disk on return
 *   }
 *   run.finish(result);
 * }
 * RunRecord record = RunRecord.read(out);                 // by another process, at any moment
 * }</pre>
 *
 * <p>A process can be killed between any two instructions. What holds then:
 *
 * <ul>
 *   <li>{@code manifest.json}, {@code checkpoint.json}, {@code result.json} and {@code prompt.txt} are replaced as a whole
 *       ({@link org.greater4j.run.AtomicFile}); a reader sees the old or the new one.
 *   <li>{@code events.jsonl} may end in a torn line, or several behind the checkpoint, which checksums give away and the next opening drops
 *       ({@link org.greater4j.run.EventLog}).
 *   <li>A checkpoint knows how many events stood before it, and they were on disk before it was. Opening a run for more work drops the
 *       events after the checkpoint, since their work is done again: a resumed log reads like an unbroken one.
 *   <li>A lock on {@code .lock} keeps a second writer out; the operating system releases it with the process.
 * </ul>
 *
 * <p>Every component of a record is required on reading unless it is {@code @Nullable}; fields of later versions are ignored.
 */
@NullMarked
package org.greater4j.run;

import org.jspecify.annotations.NullMarked;
