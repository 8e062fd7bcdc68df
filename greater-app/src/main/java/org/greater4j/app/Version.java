package org.greater4j.app;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** As in the release's name; {@code development} when run from class files. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
