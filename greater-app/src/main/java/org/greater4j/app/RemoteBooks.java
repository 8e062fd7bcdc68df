package org.greater4j.app;

import org.greater4j.feedback.remote.Account;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.RemoteFigures;
import org.greater4j.run.RunDirectory;
import org.jspecify.annotations.Nullable;

/**
 * What one run's calls over the network took in all its goes, on an account that other runs may share.
 *
 * <p>A call leaves no event of its own: events tell batches. So the checkpoint is written again whenever a call more is paid, and a run that
 * is killed within a batch still knows what it owes, but for the calls that were under way.
 */
final class RemoteBooks {
    private final @Nullable Account account;
    private final @Nullable Spending base;
    private long told;

    /** @param account null if there are no calls to make */
    RemoteBooks(@Nullable Account account, RunDirectory run) {
        this.account = account;
        if (account == null) {
            this.base = null;
            return;
        }
        this.base = account.spending();
        run.checkpoint(SearchJournal.Checkpoint.class)
                .map(SearchJournal.Checkpoint::remote)
                .ifPresent(earlier -> account.charge(RecordedSpending.of(earlier)));
        changed();
    }

    /** What this run took; null if there were no calls to make. */
    @Nullable
    RemoteFigures figures() {
        return account == null || base == null
                ? null
                : RecordedSpending.figures(account.spending().since(base));
    }

    /** Whether calls were paid since this was asked last. */
    boolean changed() {
        if (account == null) {
            return false;
        }
        Spending now = account.spending();
        long sum = now.calls() + now.tokens();
        boolean changed = sum != told;
        told = sum;
        return changed;
    }
}
