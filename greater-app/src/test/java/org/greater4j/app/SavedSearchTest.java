package org.greater4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.greater4j.engine.Assessment;
import org.greater4j.engine.Cost;
import org.greater4j.engine.ExampleAssessment;
import org.greater4j.engine.ScoreWeights;
import org.greater4j.engine.Statistics;
import org.greater4j.error.GreaterException;
import org.greater4j.objective.Prompt;
import org.greater4j.optimize.LetterTokenizer;
import org.greater4j.optimize.ScoredPrompt;
import org.greater4j.optimize.SearchState;
import org.greater4j.optimize.StepRecord;
import org.greater4j.optimize.StopReason;
import org.greater4j.optimize.UnfinishedPrompt;
import org.greater4j.run.EventLog;
import org.greater4j.run.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedSearchTest {
    private static final LetterTokenizer TOKENIZER = new LetterTokenizer();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Statistics STATISTICS = new Statistics(1, 2, 3, 4, 5, 6, 7, 8, 9.5, 10.5, 11.5, 12.5);

    @TempDir
    Path folder;

    @Test
    void whatACutoffLeftOutIsNullAndComesBack() throws IOException {
        Assessment incomplete = assessment("a", "W.R");
        RunEvent event = written("started", assessed(incomplete));
        JsonNode payload = event.payload();
        assertThat(payload.path("complete").asBoolean(true)).isFalse();
        assertThat(payload.at("/rows/1").toString())
                .isEqualTo(
                        "{\"assessed\":false,\"chain\":null,\"mistake\":null,\"answerLoss\":null,\"fluencyLoss\":2.5}");
        assertThat(payload.at("/rows/0/assessed").asBoolean()).isTrue();
        assertSame(event.payload(SavedSearch.Assessed.class).restore(), incomplete);

        Assessment nothing = assessment("a", "...");
        RunEvent unknown = written("started", assessed(nothing));
        assertThat(unknown.payload().at("/scored/answerLoss").isNull()).isTrue();
        assertThat(unknown.payload().toString()).doesNotContain("NaN");
        SavedSearch.Assessed restored = unknown.payload(SavedSearch.Assessed.class);
        assertThat(restored.scored().restore().answerLoss()).isNaN();
        assertSame(restored.restore(), nothing);
    }

    @Test
    void stateWithUnfinishedPromptsComesBack() throws IOException {
        SearchState state = new SearchState(
                3,
                1,
                prompt("a b"),
                2,
                List.of(scored(assessment("a", "WRW"))),
                List.of(
                        new UnfinishedPrompt(scored(assessment("b", "W.W")), 1),
                        new UnfinishedPrompt(scored(assessment("c", "...")), 2)),
                0,
                StopReason.PATIENCE);
        SavedSearch.State saved =
                JSON.readValue(JSON.writeValueAsBytes(SavedSearch.State.of(state)), SavedSearch.State.class);
        assertThat(saved.restore()).isEqualTo(state);
    }

    @Test
    void recordsOfEarlierVersionsAreReadAsComplete() throws IOException {
        ObjectNode state = JSON.valueToTree(SavedSearch.State.of(SearchState.initial(scored(assessment("a", "WR")))));
        state.remove(List.of("unfinished", "ending"));
        assertThat(JSON.treeToValue(state, SavedSearch.State.class).restore().unfinished())
                .isEmpty();
        ObjectNode row = JSON.valueToTree(SavedSearch.Row.of(new ExampleAssessment(new int[] {4}, true, 1, 2)));
        row.remove("assessed");
        assertThat(JSON.treeToValue(row, SavedSearch.Row.class).restore().assessed())
                .isTrue();
        row.remove("chain");
        SavedSearch.Row damaged = JSON.treeToValue(row, SavedSearch.Row.class);
        assertThatThrownBy(damaged::restore)
                .isInstanceOf(GreaterException.class)
                .hasMessageContaining("expected a chain");
    }

    @Test
    void aStepTellsItsStatisticsAsNumbers() {
        JsonNode payload = written("step", step(assessment("a", "WR"))).payload();
        assertThat(payload.at("/statistics/prunedChains").asLong()).isEqualTo(7);
        assertThat(payload.at("/statistics/assessFlop").asDouble()).isEqualTo(11.5);
        assertThat(payload.path("statistics")).hasSize(12).allMatch(JsonNode::isNumber);
    }

    @Test
    void theFullestAssessmentOfAPromptIsRecalled() {
        List<RunEvent> events = new ArrayList<>();
        events.add(written("started", assessed(assessment("a", "WRW"))));
        events.add(written("step", step(assessment("b", "W.."), assessment("c", "W.W"))));
        events.add(written("step", step(assessment("b", "W.R"), assessment("c", "R.."), assessment("a", "R.."))));
        events.add(written("finalist", "of no matter"));
        events.add(written("revisited", assessed(assessment("c", "WWW"))));
        events.add(written("revisited", assessed(assessment("d", "..W"))));
        List<Assessment> expected =
                List.of(assessment("a", "WRW"), assessment("b", "W.R"), assessment("c", "WWW"), assessment("d", "..W"));
        List<Assessment> found = List.copyOf(SavedSearch.assessments(events));
        assertThat(found).hasSameSizeAs(expected);
        for (int at = 0; at < expected.size(); at++) {
            assertSame(found.get(at), expected.get(at));
        }
    }

    private RunEvent written(String type, Object payload) {
        Path file = folder.resolve("events.jsonl");
        try (EventLog log = EventLog.open(file)) {
            log.append(type, payload);
        }
        List<RunEvent> events = EventLog.read(file);
        return events.get(events.size() - 1);
    }

    private static SavedSearch.Step step(Assessment... trials) {
        List<StepRecord.Trial> tried = new ArrayList<>();
        for (Assessment trial : trials) {
            tried.add(new StepRecord.Trial(0, " a", -1, scored(trial), trial));
        }
        return SavedSearch.Step.of(new StepRecord(
                1,
                0,
                prompt("a"),
                10,
                new int[] {0, 1},
                List.of(" a", " b"),
                List.of(),
                new double[] {-1, 1},
                1,
                tried,
                0,
                StepRecord.Choice.LOWEST_SCORE,
                prompt("a"),
                Cost.NONE,
                STATISTICS));
    }

    private static SavedSearch.Assessed assessed(Assessment assessment) {
        return SavedSearch.Assessed.of(scored(assessment), assessment);
    }

    private static ScoredPrompt scored(Assessment assessment) {
        return ScoredPrompt.of(assessment, ScoreWeights.ofMistakes(0.02), 1, 0);
    }

    private static Assessment assessment(String prompt, String letters) {
        List<ExampleAssessment> examples = new ArrayList<>();
        for (int j = 0; j < letters.length(); j++) {
            char letter = letters.charAt(j);
            examples.add(
                    letter == '.'
                            ? ExampleAssessment.leftOut(2.5)
                            : new ExampleAssessment(new int[] {j, 7}, letter == 'W', 0.1 + j, 2.5));
        }
        return Assessment.of(prompt(prompt), examples);
    }

    private static Prompt prompt(String text) {
        return Prompt.of(TOKENIZER.encode(text), TOKENIZER);
    }

    // arrays are not equal by what they hold, and doubles must come back to the bit, NaN too
    private static void assertSame(Assessment found, Assessment expected) {
        assertThat(found)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(expected);
    }
}
