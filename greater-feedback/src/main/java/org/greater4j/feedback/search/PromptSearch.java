package org.greater4j.feedback.search;

import java.util.List;

/** A method that improves a prompt by asking for better ones; one object for one search. */
public interface PromptSearch {
    /**
     * Searches until it is done. Whatever it asks of the bench may end it by throwing, since the budget is spent or the user wants it to
     * end; what was found by then must be in {@link #found}.
     *
     * @param initial the prompt to start from
     */
    void search(Workbench bench, String initial);

    /** Distinct prompts found so far that may be the result, best first by the method's own rule; empty before there is one. */
    List<RankedPrompt> found();
}
