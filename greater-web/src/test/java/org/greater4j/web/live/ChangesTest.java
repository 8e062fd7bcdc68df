package org.greater4j.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final class Recorder implements Changes.Subscriber {
        final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        boolean gone;

        @Override
        public void changed(Object state) {
            told.add(state);
            if (gone) {
                throw new IllegalStateException("gone");
            }
        }

        @Override
        public void stillThere() {}

        Object next() throws InterruptedException {
            Object next = told.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    @Test
    void subscribersHearOfChangesAndOfNothingElse() throws InterruptedException {
        AtomicInteger state = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (Changes changes = new Changes()) {
            Recorder one = new Recorder();
            Recorder other = new Recorder();
            assertThat(changes.subscribe(
                            "it",
                            () -> {
                                looks.incrementAndGet();
                                return state.get();
                            },
                            one))
                    .isTrue();
            changes.subscribe("it", () -> "never asked", other);
            state.set(1);
            assertThat(one.next()).isEqualTo(1);
            assertThat(other.next()).isEqualTo(1);
            changes.unsubscribe("it", one);
            state.set(2);
            assertThat(other.next()).isEqualTo(2);
            assertThat(one.told).isEmpty();
            changes.unsubscribe("it", other);
            changes.unsubscribe("it", other);
            int before = looks.get();
            Recorder third = new Recorder();
            changes.subscribe("else", looks::get, third);
            looks.incrementAndGet();
            third.next();
            // nobody looks at the first any more
            assertThat(looks.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void whoIsGoneIsToldNothingMore() throws InterruptedException {
        AtomicInteger state = new AtomicInteger();
        try (Changes changes = new Changes()) {
            Recorder gone = new Recorder();
            gone.gone = true;
            Recorder there = new Recorder();
            changes.subscribe("it", state::get, gone);
            changes.subscribe("it", state::get, there);
            for (int value = 1; value <= 3; value++) {
                state.set(value);
                assertThat(there.next()).isEqualTo(value);
            }
            assertThat(gone.told).hasSize(1);
        }
    }

    @Test
    void tooManyAreRefused() {
        try (Changes changes = new Changes()) {
            for (int number = 0; number < 100; number++) {
                assertThat(changes.subscribe("it", () -> 1, new Recorder())).isTrue();
            }
            assertThat(changes.subscribe("it", () -> 1, new Recorder())).isFalse();
        }
    }
}
