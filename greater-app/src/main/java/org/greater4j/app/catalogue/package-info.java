/**
 * The models that Greater4J knows by name: what each file is, what it must hash to, and where it can come from.
 *
 * <p>A catalogue is plain data and touches neither disk nor network; {@link org.greater4j.app.download.ModelLocator} turns a name into a
 * file.
 */
@NullMarked
package org.greater4j.app.catalogue;

import org.jspecify.annotations.NullMarked;
