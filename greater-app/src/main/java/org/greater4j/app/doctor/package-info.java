/**
 * Whether this machine can do the work: Java, native libraries, threads, processor, memory, disk, model, and whether the engine computes here
 * what it computed elsewhere.
 *
 * <pre>{@code
 * new Doctor(new Models(), System.getenv()).examine("smollm2-135m-instruct", System.out::println);
 * }</pre>
 */
@NullMarked
package org.greater4j.app.doctor;

import org.jspecify.annotations.NullMarked;
