package org.greater4j.app.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    @Test
    void theEngineGivesTheValuesThatComeWithTheProgram() {
        List<Check> checks = SelfTest.run();
        assertThat(checks)
                .extracting(Check::name)
                .containsExactly("logits", "greedy continuations", "losses", "gradients");
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.ok()).as(check.line()).isTrue());
    }
}
