package org.greater4j.arrows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the architecture as rules; other modules' tests may hold their classes against them too. */
public final class Arrows {
    private Arrows() {}

    /**
     * {@code error, text, task → objective → engine → optimize | evaluate → run}: who may use whom.
     *
     * @param root the package that has these packages, {@code org.greater4j} but in the rule's own test
     */
    public static ArchRule layers(String root) {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("error")
                .definedBy(root + ".error..")
                .layer("text")
                .definedBy(root + ".text..")
                .layer("task")
                .definedBy(root + ".task..")
                .layer("objective")
                .definedBy(root + ".objective..")
                .layer("engine")
                .definedBy(root + ".engine..")
                .layer("optimize")
                .definedBy(root + ".optimize..")
                .layer("evaluate")
                .definedBy(root + ".evaluate..")
                .layer("run")
                .definedBy(root + ".run..")
                .whereLayer("error")
                .mayNotAccessAnyLayer()
                .whereLayer("text")
                .mayOnlyAccessLayers("error")
                .whereLayer("task")
                .mayOnlyAccessLayers("error", "text")
                .whereLayer("objective")
                .mayOnlyAccessLayers("error", "text", "task")
                .whereLayer("engine")
                .mayOnlyAccessLayers("error", "text", "task", "objective")
                .whereLayer("optimize")
                .mayOnlyAccessLayers("error", "text", "task", "objective", "engine")
                .whereLayer("evaluate")
                .mayOnlyAccessLayers("error", "text", "task", "objective", "engine")
                .whereLayer("run")
                .mayOnlyAccessLayers("error", "text", "task", "objective", "engine", "optimize", "evaluate");
    }

    /** The method needs no network. */
    public static ArchRule noNetwork(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "javax.net..");
    }

    /** Native code stays below the engine's interface. */
    public static ArchRule noNativeCode(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..");
    }

    /** How records are spelt is the business of {@code run} alone. */
    public static ArchRule jsonInRunOnly(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".run..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..");
    }
}
