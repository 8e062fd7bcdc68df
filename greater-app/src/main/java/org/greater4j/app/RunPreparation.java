package org.greater4j.app;

import java.util.Objects;
import org.greater4j.engine.GradientModel;
import org.greater4j.engine.ModelInfo;
import org.greater4j.engine.TextModel;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.local.LocalOptimizer;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.RemoteModel;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.run.Manifest;
import org.greater4j.run.RunDirectory;
import org.greater4j.run.RunResult;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/** Wires a run's models to its task, so that whatever is wrong with them shows before anything is recorded. */
final class RunPreparation {
    /** Setting of a recorded model that names the wording of the requests by which prompts are written. */
    static final String TEMPLATES = "templates";

    private final ModelOpener models;
    private final RunListener listener;
    private final Interruption interruption;

    RunPreparation(ModelOpener models, RunListener listener, Interruption interruption) {
        this.models = models;
        this.listener = listener;
        this.interruption = interruption;
    }

    /** A run that is ready to be worked on; closing it closes what was opened for it alone. */
    interface Prepared extends AutoCloseable {
        RunResult work(RunDirectory run);

        /** What a record says of the model that answers, and of what writes prompts: another one of this machine, and the requests to it. */
        default ModelInfo described(ModelInfo asked) {
            return asked;
        }

        @Override
        default void close() {}
    }

    /**
     * A run on a model of this machine, which stays the caller's.
     *
     * @param begun the manifest of a run that goes on; null for one that begins
     */
    Prepared local(RunConfig config, Task task, Split split, GradientModel model, @Nullable Manifest begun) {
        PreparedSearch start = PreparedSearch.of(config, task, split, model);
        if (!Methods.of(config.method()).usesFeedback()) {
            return run -> new RunWork(start, task, split, listener, interruption).run(run);
        }
        @Nullable
        RemoteModels remotes =
                Rehearsal.isNeeded(config) ? models.remote(config.feedback().remote()) : null;
        return feedback(config, split, new LocalAsked(start, task), remotes, begun);
    }

    /**
     * A run on a model over the network, which stays the caller's.
     *
     * @param begun as for {@link #local}
     */
    Prepared remote(
            RunConfig config,
            Task task,
            Split split,
            RemoteModel model,
            RemoteModels remotes,
            @Nullable Manifest begun) {
        return feedback(config, split, new RemoteAsked(model, config, task, split.train()), remotes, begun);
    }

    /**
     * Throws unless a model over the network can do what a run wants of it.
     *
     * @throws GreaterException ({@code UNSUPPORTED_MODEL}) if the method takes gradients
     */
    static void requireAnswersAlone(RunConfig config) {
        Method method = Methods.of(config.method());
        if (method.searches() && !method.usesFeedback()) {
            throw new GreaterException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "--model: expected a model on this machine, whose gradients --method " + method.label()
                            + " can take, found " + RemoteName.parse(config.model())
                            + ", which only answers; choose a method by text feedback, such as --method opro");
        }
    }

    /**
     * Asks for consent to what a run that begins may take over the network, and tells it.
     *
     * @throws GreaterException ({@code INVALID_OPTION}) with the estimate, if it is large and nobody agreed
     */
    void requireConsent(RunConfig config, Task task, Split split) {
        if (!Rehearsal.isNeeded(config)) {
            return;
        }
        RemoteChoice choice = config.feedback().remote();
        @Nullable CallEstimate estimate = Rehearsal.estimate(config, task, split, models.remote(choice));
        if (estimate != null) {
            CallEstimate limited = estimate.within(choice.budget());
            limited.require(choice.agreed());
            listener.callsEstimated(limited);
        }
    }

    private Prepared feedback(
            RunConfig config, Split split, AskedModel asked, @Nullable RemoteModels remotes, @Nullable Manifest begun) {
        @Nullable String name = writer(config);
        // a model of this machine that does nothing but write prompts
        @Nullable TextModel owned = name == null || RemoteName.isRemote(name) ? null : openOptimizer(config, begun);
        OptimizerModel optimizer;
        if (owned != null) {
            optimizer = new BorrowedOptimizer(new LocalOptimizer(owned), owned::close);
        } else {
            optimizer = name == null
                    ? asked.itself()
                    : Objects.requireNonNull(remotes).open(RemoteName.parse(name));
        }
        FeedbackWork work = new FeedbackWork(
                config, new FeedbackWork.Roles(asked, optimizer, remotes), split, listener, interruption);
        return new Prepared() {
            @Override
            public RunResult work(RunDirectory run) {
                return work.run(run);
            }

            @Override
            public ModelInfo described(ModelInfo answering) {
                ModelInfo worded = Methods.of(config.method()).usesFeedback()
                        ? answering.with(
                                TEMPLATES,
                                "sha256 " + config.feedback().wording().sha256())
                        : answering;
                return owned == null ? worded : WriterRecord.tell(worded, owned.info());
            }

            @Override
            public void close() {
                optimizer.close();
            }
        };
    }

    private TextModel openOptimizer(RunConfig config, @Nullable Manifest begun) {
        return begun == null ? models.openOptimizer(config) : models.reopenOptimizer(config, begun);
    }

    /** The model that writes prompts, if it is another than the one that answers. */
    private static @Nullable String writer(RunConfig config) {
        String name = config.feedback().optimizer();
        boolean writes = Methods.of(config.method()).usesFeedback();
        return !writes || name == null || isSame(name, config.model()) ? null : name;
    }

    private static boolean isSame(String name, String other) {
        boolean remote = RemoteName.isRemote(name) && RemoteName.isRemote(other);
        return remote ? RemoteName.parse(name).equals(RemoteName.parse(other)) : name.equals(other);
    }
}
