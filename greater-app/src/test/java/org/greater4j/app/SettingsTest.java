package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.greater4j.engine.Acceleration;
import org.greater4j.feedback.remote.RemoteBudget;
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
    void whatRemoteCallsAndMergesAreToldIsReadBack() throws IOException {
        RemoteChoice slow = new RemoteChoice(RemoteBudget.NONE.withCalls(9), null, 3, 600, true, false, true);
        RunConfig config = Defaults.run()
                .withFeedback(FeedbackChoice.DEFAULT.withRemote(slow).withGepaMerge(false));
        assertThat(Settings.read(written(config), RUN)).isEqualTo(config);
        assertThat(config.withFeedback(FeedbackChoice.DEFAULT.withRemote(
                                new RemoteChoice(RemoteBudget.NONE, null, 3, 0, true, true, false)))
                        .problems())
                .containsExactly("--timeout: expected at least 1 second, found 0");
    }

    @Test
    void runsOfEarlierVersionsSayNothingOfThem() throws IOException {
        Map<String, @Nullable Object> old = written(Defaults.run());
        Map<?, ?> feedback = (Map<?, ?>) Objects.requireNonNull(old.get("feedback"));
        feedback.remove("gepaMerge");
        ((Map<?, ?>) Objects.requireNonNull(feedback.get("remote"))).remove("timeoutSeconds");
        assertThat(Settings.read(old, RUN)).isEqualTo(Defaults.run());
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
