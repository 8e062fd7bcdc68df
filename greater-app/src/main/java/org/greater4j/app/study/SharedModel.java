package org.greater4j.app.study;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.greater4j.app.ModelOpener;
import org.greater4j.app.RemoteChoice;
import org.greater4j.app.RunConfig;
import org.greater4j.engine.Acceleration;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.TextModel;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.Spending;
import org.greater4j.run.Manifest;
import org.greater4j.task.SplitSizes;
import org.jspecify.annotations.Nullable;

/** Keeps the model of the last cell open for the next one, and never two at once. */
final class SharedModel implements ModelOpener, AutoCloseable {
    private final ModelOpener models;
    private final StudyListener listener;
    private @Nullable Key key;
    private @Nullable GradientModel model;
    private final Map<Key, GreaterException> refused = new HashMap<>();
    private final Map<RemoteChoice, RemoteModels> remotes = new HashMap<>();

    /** What a model is opened by: sizes and tokens decide whether the work on it fits the memory. */
    private record Key(
            String model,
            String dtype,
            String device,
            Set<Acceleration> accelerations,
            SplitSizes sizes,
            int maxNewTokens) {
        static Key of(RunConfig config) {
            return new Key(
                    config.model(),
                    config.dtype(),
                    config.device(),
                    config.accelerations(),
                    config.sizes(),
                    config.maxNewTokens());
        }
    }

    SharedModel(ModelOpener models, StudyListener listener) {
        this.models = models;
        this.listener = listener;
    }

    /** The model for a run that begins; it stays this object's. */
    @Override
    public GradientModel open(RunConfig config) {
        Key wanted = Key.of(config);
        GradientModel open = model;
        if (open == null || !wanted.equals(key)) {
            close();
            open = openNew(wanted, config);
            model = open;
            key = wanted;
            listener.modelLoaded(open.info());
        }
        return open;
    }

    // a model that can't be had is not looked for again by every one of its cells
    private GradientModel openNew(Key wanted, RunConfig config) {
        GreaterException before = refused.get(wanted);
        if (before != null) {
            throw before;
        }
        try {
            return models.open(config);
        } catch (GreaterException e) {
            refused.put(wanted, e);
            throw e;
        }
    }

    /** A model of its own, since a run that goes on may need it as of another day; it is the caller's to close. */
    @Override
    public GradientModel reopen(RunConfig config, Manifest begun) {
        close();
        GradientModel own = models.reopen(config, begun);
        listener.modelLoaded(own.info());
        return own;
    }

    /** Beside the shared one, since a run needs both at once; the caller's to close. */
    @Override
    public TextModel openOptimizer(RunConfig config) {
        return models.openOptimizer(config);
    }

    /** Beside the other one, as {@link #openOptimizer}. */
    @Override
    public TextModel reopenOptimizer(RunConfig config, Manifest begun) {
        return models.reopenOptimizer(config, begun);
    }

    /** On one account for all cells that were told the same. */
    @Override
    public RemoteModels remote(RemoteChoice choice) {
        return remotes.computeIfAbsent(choice, models::remote);
    }

    /** What all calls over the network took, on all accounts; null if there is no account. */
    @Nullable
    Spending spending() {
        return remotes.values().stream()
                .map(remote -> remote.account().spending())
                .reduce(Spending::plus)
                .orElse(null);
    }

    @Override
    public void close() {
        GradientModel open = model;
        model = null;
        key = null;
        if (open != null) {
            open.close();
        }
    }
}
