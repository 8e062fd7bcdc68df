package org.greater4j.app.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCatalogueTest {
    private final ModelCatalogue catalogue = ModelCatalogue.standard();

    @Test
    void findsByNameAndAliasInAnyCase() {
        assertThat(catalogue.find("smollm2-135m-instruct")).contains(catalogue.defaultEntry());
        assertThat(catalogue.find("SmolLM2-135M-Instruct")).contains(catalogue.defaultEntry());
        assertThat(catalogue.find("smollm2")).contains(catalogue.defaultEntry());
        assertThat(catalogue.find("smollm2-135m")).isEmpty();
    }

    @Test
    void namesWhatAMistypedNameMayHaveMeant() {
        assertThat(catalogue.near("smolm2-135m-instrukt")).first().isEqualTo("smollm2-135m-instruct");
        assertThat(catalogue.near("smollm")).first().isEqualTo("smollm2");
        assertThat(catalogue.near("135m")).containsExactly("smollm2-135m-instruct");
        assertThat(catalogue.near("gemma3")).containsExactly("gemma3-270m");
        assertThat(catalogue.near("llama-3-8b")).isEmpty();
        assertThat(catalogue.near("")).isEmpty();
    }

    @Test
    void refusesAnEntryThatCouldLeaveTheCacheOrCantBeChecked() {
        String sha256 = "0".repeat(64);
        assertThatThrownBy(() -> entry("../up", "a.gguf", sha256)).hasMessageContaining("../up");
        assertThatThrownBy(() -> entry("up", "b/a.gguf", sha256)).hasMessageContaining("b/a.gguf");
        assertThatThrownBy(() -> entry("up", "a.gguf", "ABC")).hasMessageContaining("ABC");
    }

    @Test
    void refusesANameUsedTwice() {
        CatalogueEntry entry = entry("twice", "a.gguf", "0".repeat(64));
        assertThatThrownBy(() -> new ModelCatalogue(List.of(entry, entry))).hasMessageContaining("'twice' twice");
    }

    private static CatalogueEntry entry(String name, String fileName, String sha256) {
        return new CatalogueEntry(name, List.of(), "", "Apache-2.0", fileName, 1, sha256, List.of());
    }
}
