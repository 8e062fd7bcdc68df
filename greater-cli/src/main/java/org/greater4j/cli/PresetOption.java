package org.greater4j.cli;

import java.util.Optional;
import org.greater4j.app.Preset;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --preset} says: {@code paper}, also called {@code authors}, is what the method's authors did; {@code budget} fits a method by
 * text feedback into a budget of tokens; {@code default}, or null, is this program's choice.
 */
record PresetOption(@Nullable String name) {
    static final String DESCRIPTION =
            "paper: sizes and rules of the method's authors (also: authors); default: the program's; budget, for methods"
                    + " by text feedback: sizes that fit --budget tokens.";
    /** Where a search by GReaTer is the only thing that a preset can be of. */
    static final String SEARCH_DESCRIPTION =
            "paper: sizes and rules of the method's authors (also: authors); default: the program's.";

    private static final String AUTHORS = "authors";
    private static final String BUDGET = "budget";

    /** What a search by GReaTer starts from, and the sizes of a split. */
    Preset search() {
        return authors() ? Preset.PAPER : Preset.DEFAULT;
    }

    /** The preset of a method by text feedback; null leaves it to the budget. */
    @Nullable
    String feedback() {
        return authors() ? AUTHORS : BUDGET.equals(name) ? BUDGET : null;
    }

    /** What is wrong with it. */
    Optional<String> problem() {
        if (name == null
                || authors()
                || BUDGET.equals(name)
                || Preset.find(name).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("--preset: expected paper, authors, default or budget, found '" + name + "'");
    }

    /** The same where a search by GReaTer is the only thing that a preset can be of. */
    Optional<String> searchProblem() {
        if (name == null || authors() || Preset.find(name).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("--preset: expected paper, authors or default, found '" + name + "'");
    }

    private boolean authors() {
        return AUTHORS.equals(name) || Preset.PAPER.label().equals(name);
    }
}
