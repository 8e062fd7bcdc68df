package org.greater4j.run;

import java.util.Arrays;
import java.util.List;
import org.greater4j.objective.Prompt;

/**
 * A {@link Prompt} as it stands in records.
 *
 * @param text what the ids decode to
 * @param ids the prompt's token ids, at least one; where the model is reached over the network and shows none, the text's Unicode code points
 */
public record RecordedPrompt(String text, List<Integer> ids) {
    public RecordedPrompt {
        ids = List.copyOf(ids);
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("prompt: expected at least one token, found none");
        }
    }

    public static RecordedPrompt of(Prompt prompt) {
        return new RecordedPrompt(
                prompt.text(), Arrays.stream(prompt.ids()).boxed().toList());
    }

    public Prompt toPrompt() {
        return Prompt.of(ids.stream().mapToInt(Integer::intValue).toArray(), text);
    }
}
