package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.greater4j.engine.Acceleration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a manifest says of a configuration is that configuration. */
class SettingsTest {
    private static final Path RUN = Path.of("run");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    // as a manifest on disk: through text
    private static Map<String, @Nullable Object> written(RunConfig config) throws IOException {
        return MAPPER.readValue(
                MAPPER.writeValueAsBytes(Settings.write(config)),
                MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    @Test
    void everySettingIsReadBack() throws IOException {
        RunConfig some = Defaults.run().withAccelerations(Set.of(Acceleration.PRUNING, Acceleration.DRAFTS));
        for (RunConfig config : List.of(Defaults.run(), some, some.withAccelerations(Acceleration.none()))) {
            assertThat(Settings.read(written(config), RUN)).isEqualTo(config);
        }
    }

    @Test
    void accelerationsAreRecordedInOneOrder() throws IOException {
        RunConfig some = Defaults.run().withAccelerations(Set.of(Acceleration.PRUNING, Acceleration.DRAFTS));
        assertThat(written(some)).containsEntry("accelerations", List.of("DRAFTS", "PRUNING"));
    }

    @Test
    void aRunWithoutTheSettingHadEveryAcceleration() throws IOException {
        Map<String, @Nullable Object> old = written(Defaults.run());
        old.remove("accelerations");
        assertThat(Settings.read(old, RUN)).isEqualTo(Defaults.run());
    }
}
