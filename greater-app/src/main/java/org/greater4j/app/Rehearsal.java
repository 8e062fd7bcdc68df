package org.greater4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.greater4j.engine.Cost;
import org.greater4j.evaluate.ExampleOutcome;
import org.greater4j.evaluate.ExampleResult;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.OptimizerModel;
import org.greater4j.feedback.Usage;
import org.greater4j.feedback.remote.CallEstimate;
import org.greater4j.feedback.remote.ChatRespondent;
import org.greater4j.feedback.remote.Prices;
import org.greater4j.feedback.remote.RemoteModel;
import org.greater4j.feedback.remote.RemoteModels;
import org.greater4j.feedback.remote.RemoteName;
import org.greater4j.feedback.search.Allowance;
import org.greater4j.feedback.search.Journal;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.SearchEnd;
import org.greater4j.feedback.search.SearchEvent;
import org.greater4j.feedback.search.SearchListener;
import org.greater4j.feedback.search.TaskModel;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.task.Example;
import org.greater4j.task.Outcome;
import org.greater4j.task.Split;
import org.greater4j.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A run gone through with stand-ins for both models, to know beforehand what its calls over the network may come to.
 *
 * <p>A method's requests follow from replies, so nobody can count them without going through it. The stand-ins say something new each time,
 * in the form that the request shows, and every reply is taken to be as long as it may be; every second question is answered right.
 */
public final class Rehearsal {
    /** A prompt of the length that models write, in characters. */
    private static final String FILLING =
            " This sentence stands for a prompt of the usual length, which nobody knows.".repeat(3);

    private static final int CHARACTERS_PER_TOKEN = 4;
    /** Pairs of signs between which methods ask for a text; a request shows those that it wants. */
    private static final List<Tags> TAGS = List.of(
            new Tags("<START>", "<END>"),
            new Tags("<IMPROVED>", "</IMPROVED>"),
            new Tags("<prompt>", "</prompt>"),
            new Tags("<INS>", "</INS>"),
            new Tags("```", "```"));

    private record Tags(String open, String close) {}

    private final RunConfig config;
    private final Split split;
    private final Prices prices;
    private final @Nullable ChatRespondent respondent;
    private final @Nullable RemoteName writer;
    private @Nullable CallEstimate estimate;
    private int texts;

    private Rehearsal(
            RunConfig config,
            Split split,
            Prices prices,
            @Nullable ChatRespondent respondent,
            @Nullable RemoteName writer) {
        this.config = config;
        this.split = split;
        this.prices = prices;
        this.respondent = respondent;
        this.writer = writer;
    }

    /** Whether a run asks anything over the network. */
    public static boolean isNeeded(RunConfig config) {
        return RemoteName.isRemote(config.model()) || writer(config) != null;
    }

    /** The model over the network that writes prompts; null if it is of this machine, or none is asked to write any. */
    static @Nullable RemoteName writer(RunConfig config) {
        if (!Methods.of(config.method()).usesFeedback()) {
            return null;
        }
        String name = config.feedback().optimizer() == null
                ? config.model()
                : config.feedback().optimizer();
        return RemoteName.isRemote(name) ? RemoteName.parse(name) : null;
    }

    /**
     * What a run would take over the network, under its limits; null if it takes nothing there.
     *
     * @param remotes opens the models, which are not asked anything
     */
    public static @Nullable CallEstimate estimate(RunConfig config, Task task, Split split, RemoteModels remotes) {
        if (!isNeeded(config)) {
            return null;
        }
        Prices prices = remotes.account().prices();
        if (!RemoteName.isRemote(config.model())) {
            return new Rehearsal(config, split, prices, null, writer(config)).play();
        }
        try (RemoteModel model = remotes.open(RemoteName.parse(config.model()))) {
            ChatRespondent respondent = new ChatRespondent(model, config.layout(), task, config.maxNewTokens());
            return new Rehearsal(config, split, prices, respondent, writer(config)).play();
        }
    }

    private @Nullable CallEstimate play() {
        Workbench bench = new Workbench(
                new Workbench.Parts(
                        new Answerer(),
                        new Writer(),
                        split.train(),
                        split.dev(),
                        config.feedback().wording(),
                        text -> Optional.empty(),
                        (prompt, question) -> question + prompt),
                new Nothing(),
                new Allowance(config.budget().tokens(), null),
                config.search().seed(),
                new SearchListener() {});
        int row = Math.toIntExact(Math.max(1, tokens(split.train().get(0), config.init())));
        SearchEnd end = bench.run(
                FeedbackWork.search(config, split, row),
                config.init().strip(),
                config.search().finalists());
        if (!split.dev().isEmpty()) {
            List<RankedPrompt> contenders =
                    end.withInitial(config.init().strip()).finalists();
            bench.scoreAtTheEnd(contenders.stream().map(RankedPrompt::prompt).toList(), split.dev());
        }
        if (config.measureTest()) {
            bench.scoreAtTheEnd(List.of(config.init().strip(), FILLING), split.test());
        }
        return estimate;
    }

    /** Answers every second question right. */
    private final class Answerer implements TaskModel {
        @Override
        public Answers answer(List<PromptedExample> asked, IntConsumer finished) {
            return Rehearsal.this.answer(asked);
        }

        @Override
        public long mostTokens(PromptedExample question) {
            return tokens(question.example(), question.prompt());
        }
    }

    private TaskModel.Answers answer(List<PromptedExample> asked) {
        List<ExampleResult> results = new ArrayList<>(asked.size());
        long tokens = 0;
        for (PromptedExample pair : asked) {
            Outcome outcome = results.size() % 2 == 0 ? Outcome.RIGHT : Outcome.WRONG;
            results.add(ExampleResult.of(new ExampleOutcome(
                    pair.example().id(), outcome, "…", pair.example().answer(), 1, true)));
            tokens += tokens(pair.example(), pair.prompt());
        }
        if (respondent != null) {
            add(respondent.estimate(asked, prices));
        }
        return new TaskModel.Answers(results, new Cost(tokens, 0, 0));
    }

    // what the budget of tokens is spent by: the less it is for a question, the more of them are asked
    private long tokens(Example example, String prompt) {
        return ((long) example.question().length() + prompt.length()) / CHARACTERS_PER_TOKEN
                + Math.max(1, config.maxNewTokens() / 2);
    }

    private void add(CallEstimate more) {
        estimate = estimate == null ? more : estimate.plus(more);
    }

    /** Writes something new each time. */
    private final class Writer implements OptimizerModel {
        @Override
        public String name() {
            return "rehearsal";
        }

        @Override
        public List<ChatReply> ask(List<ChatCall> calls, IntConsumer finished) {
            if (writer != null) {
                add(CallEstimate.of(writer, calls, prices));
            }
            return calls.stream().map(this::reply).toList();
        }

        private ChatReply reply(ChatCall call) {
            String request = call.messages().get(call.messages().size() - 1).content();
            String text = "Text " + ++texts + "." + FILLING;
            for (Tags tags : TAGS) {
                if (request.contains(tags.open())) {
                    text = tags.open() + text + tags.close();
                    break;
                }
            }
            long read = call.messages().stream()
                    .mapToLong(message -> message.content().length() / CHARACTERS_PER_TOKEN)
                    .sum();
            return new ChatReply(text, true, new Usage(read, call.sampling().maxTokens()));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Remembers nothing. */
    private static final class Nothing implements Journal {
        @Override
        public @Nullable SearchEvent next() {
            return null;
        }

        @Override
        public void append(SearchEvent event) {
            // a rehearsal leaves no trace
        }
    }
}
