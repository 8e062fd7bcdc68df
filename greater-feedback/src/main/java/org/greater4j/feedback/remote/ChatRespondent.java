package org.greater4j.feedback.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.greater4j.evaluate.PromptedExample;
import org.greater4j.evaluate.Reply;
import org.greater4j.evaluate.Respondent;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.ChatReply;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.greater4j.objective.ChatLayout;
import org.greater4j.task.Task;
import org.greater4j.text.Message;

/**
 * A remote model as the respondent of a task, in two calls a question.
 *
 * <p>A model of our own engine goes on writing in its own turn after the extractor. A chat protocol ends the turn, and not every service lets
 * a client begin the assistant's next one. So the model is first asked the question under the prompt, and reasons; then one more turn of the
 * user asks it to complete the extractor's sentence. What it completes is read by the same {@link org.greater4j.task.AnswerFormat} as
 * everywhere. The second turn is the same for every prompt, so it favours none.
 *
 * <p>Everything is asked at temperature 0. Services don't promise to answer the same twice for that.
 */
public final class ChatRespondent implements Respondent {
    /** Room for the answer, and for what chat models like to put around it. */
    private static final int ANSWER_TOKENS = 64;

    private static final String LEAD =
            "Now state your final answer. Complete the following sentence with the answer alone; write only what"
                    + " comes after its last character, without repeating the sentence.\n\n";

    private final RemoteModel model;
    private final ChatLayout layout;
    private final String extractor;
    private final Sampling reasoning;
    private final Sampling answering;

    /**
     * @param layout where the prompt stands in the chat
     * @param task says what the extractor is; the stop words of its details are cut off when answers are judged
     * @param maxNewTokens most tokens of a reasoning chain, at least 1
     */
    public ChatRespondent(RemoteModel model, ChatLayout layout, Task task, int maxNewTokens) {
        this.model = model;
        this.layout = layout;
        this.extractor = task.extractor().strip();
        this.reasoning = Sampling.of(0, maxNewTokens);
        this.answering = Sampling.of(0, ANSWER_TOKENS);
    }

    @Override
    public List<Reply> ask(List<PromptedExample> asked, IntConsumer finished) {
        return model.calls().each(asked, this::reply, finished);
    }

    /** A reasoning chain is read again when the answer is asked for. */
    @Override
    public long mostTokens(PromptedExample question) {
        List<Message> messages = messages(question);
        // a chain that is no text yet still makes one message more
        long second = ChatCall.mostTokens(led(messages, "?")) + reasoning.maxTokens() + answering.maxTokens();
        return new ChatCall(messages, reasoning, 0).mostTokens() + second;
    }

    /**
     * What asking would take at the most, if every reply is as long as it may be and nothing lies in the cache; requests are counted by
     * their length.
     */
    public CallEstimate estimate(List<PromptedExample> asked, Prices prices) {
        Usage usage = Usage.NONE;
        for (PromptedExample question : asked) {
            List<Message> messages = messages(question);
            long first = MessageTexts.likelyTokens(MessageTexts.toChat(messages));
            long second = MessageTexts.likelyTokens(MessageTexts.toChat(led(messages, "")));
            usage = usage.plus(
                    new Usage(first + second + reasoning.maxTokens(), reasoning.maxTokens() + answering.maxTokens()));
        }
        return CallEstimate.of(model.remoteName(), 2L * asked.size(), usage, prices);
    }

    private Reply reply(PromptedExample question) {
        List<Message> messages = messages(question);
        ChatReply chain = model.ask(new ChatCall(messages, reasoning, 0));
        if (chain.failure() != null) {
            return Reply.failed(chain.failure());
        }
        ChatReply answer = model.ask(new ChatCall(led(messages, chain.text()), answering, 0));
        if (answer.failure() != null) {
            return Reply.failed(answer.failure());
        }
        return new Reply(
                chain.text(),
                Math.toIntExact(chain.usage().generatedTokens()),
                chain.ended(),
                ChatAnswer.after(extractor, answer.text()));
    }

    private List<Message> messages(PromptedExample question) {
        return layout.messages(question.example().question(), question.prompt());
    }

    /** The chat with the turn that leads to the answer; an empty chain is no turn, and the user's two turns become one. */
    private List<Message> led(List<Message> messages, String chain) {
        List<Message> led = new ArrayList<>(messages);
        if (chain.isBlank()) {
            Message last = led.remove(led.size() - 1);
            led.add(Message.user(last.content() + "\n\n" + LEAD + extractor));
        } else {
            led.add(Message.assistant(chain));
            led.add(Message.user(LEAD + extractor));
        }
        return led;
    }
}
