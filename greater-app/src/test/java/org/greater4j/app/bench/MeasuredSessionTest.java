package org.greater4j.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.greater4j.engine.Cost;
import org.greater4j.engine.Cutoff;
import org.greater4j.engine.Statistics;
import org.greater4j.objective.Prompt;
import org.junit.jupiter.api.Test;

class MeasuredSessionTest {
    private static final Prompt PROMPT = Prompt.of(new int[] {1, 2}, " a b");

    private final CountedSession counted = new CountedSession();
    private final MeasuredSession session = new MeasuredSession(counted, counted::nanoTime);

    @Test
    void everyQuestionIsTimedWithItsPart() {
        session.assess(List.of(PROMPT), Cutoff.none());
        session.assess(List.of(PROMPT), Cutoff.none());
        Map<Part, Work> start = session.take();
        assertThat(start).containsOnlyKeys(Part.START);
        Work both = start.getOrDefault(Part.START, Work.NONE);
        assertThat(both.questions()).isEqualTo(2);
        assertThat(both.seconds()).isEqualTo(600);
        assertThat(both.cost()).isEqualTo(new Cost(20, 60, 0));

        session.propose(PROMPT, 0, 10);
        counted.pass(77);
        session.propose(PROMPT, 0, 12);
        session.gradient(PROMPT, 0, new int[] {1, 3});
        session.assess(List.of(PROMPT), Cutoff.none());
        Map<Part, Work> step = session.take();
        assertThat(step)
                .isEqualTo(Map.of(
                        Part.PROPOSE,
                        new Work(2, 2, new Cost(10, 0, 0), statistics(2, 2e9, 0, 0)),
                        Part.GRADIENT,
                        new Work(1, 20, new Cost(0, 0, 40), statistics(1, 0, 2e9, 5e8)),
                        Part.SELECT,
                        new Work(1, 300, new Cost(10, 30, 0), statistics(1, 0, 0, 3e9))));
    }

    @Test
    void whatWasTakenIsNotTakenAgain() {
        session.propose(PROMPT, 0, 10);
        session.take();
        assertThat(session.take()).isEmpty();
    }

    @Test
    void costStatisticsAndTheEndAreThoseOfTheSessionBehind() {
        session.gradient(PROMPT, 1, new int[] {2, 3});
        assertThat(session.cost()).isEqualTo(counted.cost());
        assertThat(session.statistics()).isEqualTo(statistics(1, 0, 2e9, 5e8));
        session.close();
        assertThat(counted.closed).isTrue();
    }

    private static Statistics statistics(int questions, double propose, double gradient, double assess) {
        return new Statistics(
                8L * questions,
                6L * questions,
                2L * questions,
                4L * questions,
                questions,
                3L * questions,
                questions,
                50L * questions,
                propose,
                gradient,
                assess,
                7.0 * questions);
    }
}
