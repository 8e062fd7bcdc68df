package org.greater4j.app.download;

import java.io.IOException;
import org.greater4j.app.catalogue.CatalogueEntry;

/** Brings the bytes of a catalogue file from somewhere; whether they are the right ones is not its business. */
interface ModelSource {

    /** What people are told, without any secret. */
    String description();

    /**
     * Leaves all bytes in the file of {@link CachePaths#partial()}, whose folder exists and is locked by the caller.
     *
     * @throws SourceFailure if the source can't give the file
     * @throws IOException if the cache can't be read or written, which no other source would mend
     * @throws InterruptedException within a second of an interrupt; what has come so far stays
     */
    void fetch(CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException;
}
