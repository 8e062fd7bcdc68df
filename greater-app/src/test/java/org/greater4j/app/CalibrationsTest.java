package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.torch.session.EngineTuning;
import org.greater4j.torch.session.RandomModel;
import org.greater4j.torch.session.TorchModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationsTest {
    private final TorchModel model = RandomModel.open(0, false, 1);

    @TempDir
    Path cache;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void whatWasMeasuredOnceHoldsForLater() throws IOException {
        Calibrations calibrations = new Calibrations(cache.resolve("engine"));
        EngineTuning measured = calibrations.of(model);
        Path file = onlyFile();
        assertThat(calibrations.of(model)).isEqualTo(measured);
        // a figure that no measurement gives shows that the file is what is read
        Files.writeString(file, Files.readString(file).replaceAll("chunkTokens=\\d+", "chunkTokens=321"));
        assertThat(calibrations.of(model).chunkTokens()).isEqualTo(321);
    }

    @Test
    void aDamagedFileIsMeasuredAgain() throws IOException {
        Calibrations calibrations = new Calibrations(cache.resolve("engine"));
        calibrations.of(model);
        Path file = onlyFile();
        for (String damaged : List.of("", "chunkTokens=512", "\\u00zz", "chunkTokens=-3")) {
            Files.writeString(file, damaged);
            assertThat(calibrations.of(model).chunkTokens()).isPositive();
            assertThat(Files.readString(file)).isNotEqualTo(damaged).contains("draftMostRows");
        }
    }

    @Test
    void aPlaceThatCanNotBeWrittenIsNoError() throws IOException {
        Path inTheWay = Files.writeString(cache.resolve("engine"), "a file where the folder should be");
        assertThat(new Calibrations(inTheWay).of(model).chunkTokens()).isPositive();
        assertThat(inTheWay).isRegularFile();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("engine"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
