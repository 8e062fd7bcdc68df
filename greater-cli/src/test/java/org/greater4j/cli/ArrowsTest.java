package org.greater4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between modules, on all classes of the program: this is the one module that sees them. */
class ArrowsTest {
    private static final String ROOT = "org.greater4j";
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // what other modules lend to tests
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(ROOT);

    @Test
    void onlyTheProgramEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(ProcessEnd.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..")
                .check(ALL);
    }

    @Test
    void onlyTheEngineKnowsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".torch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..")
                .check(ALL);
    }

    @Test
    void onlyTheApplicationChoosesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".torch..", ROOT + ".app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".torch..")
                .check(ALL);
    }

    @Test
    void feedbackNeedsTheVocabularyAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".feedback..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".torch..",
                        ROOT + ".tasks..",
                        ROOT + ".app..",
                        ROOT + ".web..",
                        ROOT + ".optimize..",
                        ROOT + ".run..")
                .check(ALL);
    }

    @Test
    void onlyFeedbackAndTheApplicationKnowChatModels() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".feedback..", ROOT + ".app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.langchain4j..")
                .check(ALL);
    }

    @Test
    void nothingDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".cli..", "picocli..")
                .check(ALL);
    }

    @Test
    void pagesReadRecordsAndKnowNeitherEngineNorSearch() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".engine..",
                        ROOT + ".optimize..",
                        ROOT + ".feedback..",
                        ROOT + ".torch..",
                        ROOT + ".tasks..")
                .check(ALL);
    }

    @Test
    void whatAReportShowsKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".web.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".web.server..",
                        ROOT + ".web.pages..",
                        ROOT + ".web.live..",
                        ROOT + ".app..",
                        "io.javalin..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".web.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "jakarta.servlet..")
                .check(ALL);
    }

    @Test
    void engineAndTasksDoNotKnowTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".app..", ROOT + ".web..", ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".app..")
                .check(ALL);
    }
}
