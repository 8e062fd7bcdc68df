package org.greater4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.greater4j.arrows.Arrows;
import org.junit.jupiter.api.Test;

class ArrowsTest {
    private static final String ROOT = "org.greater4j";
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    // classes that break the rules
    private static final String WRONG = "org.greater4j.arrows.fixture";
    private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages(WRONG);

    @Test
    void arrowsNeverTurnBack() {
        Arrows.layers(ROOT).check(CORE);
    }

    @Test
    void coreNeedsNoNetworkAndNoNativeCode() {
        Arrows.noNetwork(ROOT).check(CORE);
        Arrows.noNativeCode(ROOT).check(CORE);
    }

    @Test
    void onlyTheRecordKnowsJson() {
        Arrows.jsonInRunOnly(ROOT).check(CORE);
    }

    @Test
    void everyPackageOfTheArchitectureWasLookedAt() {
        assertThat(CORE.stream().map(type -> type.getPackageName().substring(ROOT.length() + 1)))
                .containsAll(Stream.of("error", "text", "task", "objective", "engine", "optimize", "evaluate", "run")
                        .toList());
    }

    @Test
    void rulesNoticeWhatBreaksThem() {
        assertThatThrownBy(() -> Arrows.layers(WRONG).check(FIXTURE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fixture.objective.Objective");
        assertThatThrownBy(() -> Arrows.noNetwork(WRONG).check(FIXTURE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.net.URI");
        assertThatThrownBy(() -> Arrows.jsonInRunOnly(WRONG).check(FIXTURE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ObjectMapper");
    }
}
