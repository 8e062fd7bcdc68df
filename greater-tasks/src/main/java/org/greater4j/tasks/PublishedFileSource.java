package org.greater4j.tasks;

import java.nio.file.Path;
import org.greater4j.error.GreaterException;

/** Brings a published file that no data directory has; implemented outside of this module, which has no network. */
@FunctionalInterface
public interface PublishedFileSource {
    /**
     * A file on this machine with exactly the pinned bytes.
     *
     * @throws GreaterException ({@code DOWNLOAD_FAILED}) if it can't be had, saying where to put it by hand
     */
    Path fetch(PublishedFile file);
}
