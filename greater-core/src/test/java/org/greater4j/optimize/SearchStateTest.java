package org.greater4j.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.greater4j.objective.Prompt;
import org.junit.jupiter.api.Test;

class SearchStateTest {
    private static final LetterTokenizer TOKENIZER = new LetterTokenizer();

    @Test
    void aPromptLetGoKeepsItsPlaceUntilItIsSettled() {
        SearchState state = state().noting(scored("b", 0.5, 1), false)
                .noting(scored("c", 0.2, 1), true)
                .noting(scored("d", 0.6, 2), false)
                .noting(scored("e", 0.3, 2), true);
        assertThat(names(state.history())).containsExactly("a", "c", "e");
        assertThat(state.unfinished()).extracting(UnfinishedPrompt::place).containsExactly(1, 3);

        SearchState later = state.noting(scored("d", 0.7, 5), true);
        assertThat(names(later.history())).containsExactly("a", "c", "d", "e");
        assertThat(later.history().get(2).step()).isEqualTo(2);
        assertThat(later.history().get(2).score()).isEqualTo(0.7);
        SearchState settled = later.noting(scored("f", 0.4, 6), true).noting(scored("b", 0.9, 7), true);
        assertThat(names(settled.history())).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(settled.unfinished()).isEmpty();
    }

    @Test
    void aBoundOnlyRisesAndAScoreStays() {
        SearchState state = state().noting(scored("b", 0.5, 1), false).noting(scored("b", 0.75, 3), false);
        assertThat(state.unfinished()).containsExactly(new UnfinishedPrompt(scored("b", 0.75, 1), 1));
        assertThat(state.noting(scored("b", 0.6, 4), false)).isEqualTo(state);
        assertThat(state.noting(scored("a", 0.1, 4), false)).isEqualTo(state);
        assertThat(state.noting(scored("a", 0.1, 4), true)).isEqualTo(state);
    }

    @Test
    void contendersAreThoseThatTheirLowestScoreWouldMakeFinalists() {
        SearchState state = state().noting(scored("b", 0.5, 1), true)
                .noting(scored("c", 0.4, 2), false)
                .noting(scored("d", 0.8, 2), false)
                .noting(scored("e", 0.3, 2), true);
        assertThat(contenders(state, 1)).isEmpty();
        assertThat(contenders(state, 2)).containsExactly("c");
        assertThat(contenders(state, 3)).containsExactly("c", "d");
        assertThat(contenders(state, 9)).containsExactly("c", "d");
        assertThat(names(state.contenders(2, prompt -> !prompt.text().contains("c"))))
                .isEmpty();
        assertThat(names(state.contenders(2, prompt -> !prompt.text().contains("e"))))
                .containsExactly("c", "d");
    }

    @Test
    void ofEqualScoresTheEarlierOneIsTheFinalist() {
        // as low as the last finalist at best: an earlier step, the same step but earlier in it, the same but later, a
        // later step
        SearchState state = state().noting(scored("b", 0.5, 1), false)
                .noting(scored("c", 0.5, 2), false)
                .noting(scored("d", 0.5, 2), true)
                .noting(scored("e", 0.5, 2), false)
                .noting(scored("f", 0.5, 3), false);
        assertThat(contenders(state, 1)).containsExactly("b", "c");
        assertThat(contenders(state.noting(scored("b", 0.5, 9), true), 1)).isEmpty();
    }

    private static SearchState state() {
        return SearchState.initial(scored("a", 1, 0));
    }

    private static List<String> contenders(SearchState state, int count) {
        return names(state.contenders(count, prompt -> true));
    }

    private static List<String> names(List<ScoredPrompt> prompts) {
        return prompts.stream().map(scored -> scored.prompt().text().strip()).toList();
    }

    private static ScoredPrompt scored(String text, double score, int step) {
        return new ScoredPrompt(Prompt.of(TOKENIZER.encode(text), TOKENIZER), score, 0, 0, 0, step, 0);
    }
}
