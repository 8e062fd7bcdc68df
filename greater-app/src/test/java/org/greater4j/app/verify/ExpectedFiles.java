package org.greater4j.app.verify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.greater4j.app.Models;

/** Where tests find expected values and the model that they are for. */
final class ExpectedFiles {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ExpectedFiles() {}

    /** A file of the shared folder beside the checkout or of the checkout's own copies, or a skipped test that says what is missing. */
    static Path golden(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            for (String place : new String[] {"shared/golden", "greater-torch/src/test/resources/golden"}) {
                Path file = folder.resolve(place).resolve(name);
                if (Files.exists(file)) {
                    return file;
                }
            }
        }
        assumeTrue(false, "not tested: no shared/golden/" + name + " beside the checkout");
        throw new AssertionError("unreachable");
    }

    /** The models of this machine, or a skipped test if the default one is not there. */
    static Models withDefaultModel() {
        Models models = new Models();
        assumeTrue(
                models.list().get(0).cached(),
                "not tested: the default model is not at "
                        + models.list().get(0).path() + "; run ./greater models pull");
        return models;
    }

    static ObjectNode read(Path file) {
        try {
            return (ObjectNode) MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, ObjectNode content) {
        try {
            MAPPER.writeValue(file.toFile(), content);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Check check(VerificationReport report, String name) {
        return report.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check of " + name + " in " + report.lines()));
    }

    static Stream<String> failed(VerificationReport report) {
        return report.checks().stream().filter(check -> !check.ok()).map(Check::name);
    }
}
