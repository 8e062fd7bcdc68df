package org.greater4j.run;

/**
 * The machine of a run, as far as a JVM knows it; what the engine knows stands in {@link org.greater4j.engine.ModelInfo#settings}.
 *
 * @param javaVersion version and vendor of the JVM
 * @param operatingSystem name, version and processor architecture
 * @param processors number that the JVM may use
 */
public record Environment(String javaVersion, String operatingSystem, int processors) {
    /** This JVM's. */
    public static Environment current() {
        return new Environment(
                System.getProperty("java.vm.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
