package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    @Test
    void waitEndsByARequestAndLeavesTheThreadUninterrupted() {
        Interruption interruption = new Interruption();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                waiting.await();
            } catch (InterruptedException e) {
                return;
            }
            interruption.request();
        });
        other.start();
        assertThatThrownBy(() -> interruption.waiting(() -> {
                    waiting.countDown();
                    never.await();
                    return "";
                }))
                .isInstanceOf(Interruption.Requested.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void requestOutsideOfAWaitInterruptsNobody() throws InterruptedException {
        Interruption interruption = new Interruption();
        assertThat(interruption.<String>waiting(() -> "came")).isEqualTo("came");
        interruption.request();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThatThrownBy(interruption::check).isInstanceOf(Interruption.Requested.class);
        assertThatThrownBy(() -> interruption.waiting(() -> "")).isInstanceOf(Interruption.Requested.class);
    }
}
