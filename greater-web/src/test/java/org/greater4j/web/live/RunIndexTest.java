package org.greater4j.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.greater4j.web.SampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIndexTest {
    @TempDir
    Path folder;

    private List<String> ids(RunIndex index) {
        return index.list().runs().stream().map(RunSummary::id).sorted().toList();
    }

    @Test
    void runsAndStudiesAreFoundAtAnyDepthButNotBehindDots() throws IOException {
        RunIndex index = new RunIndex(folder);
        assertThat(index.list().runs()).isEmpty();
        new SampleRun(folder.resolve("one")).write();
        new SampleRun(folder.resolve("study/model/task/method/seed-1")).write();
        new SampleRun(folder.resolve(".uploads/no")).write();
        new SampleRun(folder.resolve("one/inner")).write();
        Files.writeString(folder.resolve("study/study.yaml"), "tasks: []");
        assertThat(ids(index)).containsExactly("one", "study/model/task/method/seed-1");
        assertThat(index.list().studies()).containsExactly("study");
        new SampleRun(folder.resolve("methods/model/task/opro/seed-1")).write();
        Files.writeString(folder.resolve("methods/compare.txt"), "what it compares");
        assertThat(index.list().studies()).containsExactly("methods", "study");
        assertThat(index.isStudy("methods")).isTrue();
        assertThat(index.find("methods/model/task/opro/seed-1").orElseThrow().study())
                .isEqualTo("methods");
        assertThat(index.find("study/model/task/method/seed-1").orElseThrow().study())
                .isEqualTo("study");
        assertThat(index.find("one").orElseThrow().study()).isNull();
        assertThat(index.find("two")).isEmpty();
    }

    @Test
    void aRunIsReadAgainWhenItChanges() throws IOException {
        RunIndex index = new RunIndex(folder);
        Path run = new SampleRun(folder.resolve("one")).killedAfter(2).write();
        long stamp = index.stamp();
        assertThat(index.stamp()).isEqualTo(stamp);
        RunSummary before = index.list().runs().get(0);
        assertThat(before.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(index.list().runs().get(0).glance()).isSameAs(before.glance());
        new SampleRun(folder.resolve("other")).write();
        Files.copy(folder.resolve("other/result.json"), run.resolve("result.json"));
        assertThat(index.stamp()).isNotEqualTo(stamp);
        assertThat(index.find("one").orElseThrow().state()).isEqualTo(RunState.FINISHED);
    }

    @Test
    void whoDoesNotWaitGetsWhatWasReadBefore() {
        for (int number = 0; number < 40; number++) {
            new SampleRun(folder.resolve("run-" + number)).killedAfter(1).write();
        }
        RunIndex index = new RunIndex(folder);
        RunIndex.Listing hasty = index.list(0);
        assertThat(hasty.runs().size() + hasty.unread()).isEqualTo(40);
        assertThat(hasty.unread()).isPositive();
        long stamp = index.stamp();
        assertThat(index.list().unread()).isZero();
        assertThat(index.stamp()).isNotEqualTo(stamp);
        assertThat(index.list(0).runs()).hasSize(40);
    }

    @Test
    void aRunThatCanNotBeReadSaysWhy() throws IOException {
        RunIndex index = new RunIndex(folder);
        Path run = new SampleRun(folder.resolve("one")).write();
        Files.writeString(run.resolve("manifest.json"), "{");
        RunSummary summary = index.list().runs().get(0);
        assertThat(summary.state()).isEqualTo(RunState.UNREADABLE);
        assertThat(summary.problem()).contains("run manifest: expected a whole record");
    }

    @Test
    void theFolderItselfMayBeARun() {
        new SampleRun(folder.resolve("one")).write();
        RunIndex index = new RunIndex(folder.resolve("one"));
        assertThat(ids(index)).containsExactly(".");
        assertThat(index.directory(".")).contains(folder.resolve("one"));
    }
}
