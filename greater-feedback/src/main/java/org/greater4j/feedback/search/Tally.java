package org.greater4j.feedback.search;

/**
 * What came of the calls of a search.
 *
 * @param calls of the optimiser model, repairs included
 * @param failed calls without a reply
 * @param repairs second requests, after replies that could not be read
 * @param proposals texts that were asked for and could be read
 * @param noProposals texts that were asked for and did not come: a call for them failed, neither reply could be read, or it broke a rule
 *     of the method
 * @param unusable prompts that were read but can't be put to the task model
 * @param answers questions that the task model answered
 */
public record Tally(int calls, int failed, int repairs, int proposals, int noProposals, int unusable, int answers) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    Tally withCalls(int more, int failures) {
        return new Tally(calls + more, failed + failures, repairs, proposals, noProposals, unusable, answers);
    }

    Tally withRepairs(int more) {
        return new Tally(calls, failed, repairs + more, proposals, noProposals, unusable, answers);
    }

    Tally withProposals(int read, int missing) {
        return new Tally(calls, failed, repairs, proposals + read, noProposals + missing, unusable, answers);
    }

    Tally withRefused(int proposed) {
        return withProposals(-proposed, proposed);
    }

    Tally withUnusable() {
        return new Tally(calls, failed, repairs, proposals, noProposals, unusable + 1, answers);
    }

    Tally withAnswers(int more) {
        return new Tally(calls, failed, repairs, proposals, noProposals, unusable, answers + more);
    }
}
