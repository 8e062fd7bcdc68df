/**
 * Models that are reached over the network, as LangChain4j chat models that can be trusted with a run.
 *
 * <p>A {@linkplain org.greater4j.feedback.remote.RemoteName name} such as {@code openai:NAME@BASE_URL} and a key out of the environment become a
 * {@link org.greater4j.feedback.remote.RemoteModel}. Below it stands a chain of chat models, each of which does one thing and hands on to the
 * next:
 *
 * <pre>{@code
 * cache → retries → limit of calls at a time → budget and account → failures with a kind → LangChain4j's provider → our HTTP client
 * }</pre>
 *
 * <p>The order matters. What the cache answers costs nothing and is no call. Every attempt of a retry is a call: it waits for its turn, and
 * the budget keeps its worst case back before it is sent. Waiting for the next attempt holds no turn and nothing of the budget.
 * LangChain4j's own retries are off, since they would be calls that nobody counts, and so is its logging: neither keys nor the texts of
 * prompts and replies get into a message or a log.
 *
 * <pre>{@code
 * Account account = new Account(RemoteBudget.NONE.withMoney(2.50), Prices.standard());
 * RemoteModels models = new RemoteModels(System.getenv(), RemoteSettings.standard(), account);
 * try (RemoteModel model = models.open(RemoteName.parse("openai:gpt-4.1-nano"))) {
 *     ChatReply reply = model.ask(ChatCall.of("Say it in other words: think first.", Sampling.of(0.7, 100)));
 * }
 * Spending spending = account.spending();
 * }</pre>
 *
 * <p>A failure that another attempt may mend is retried and then fails its own call; one that would meet every call (a refused key, a model
 * that is not there, a budget that is spent) is thrown. In neither case is a failed call ever a wrong answer.
 */
@NullMarked
package org.greater4j.feedback.remote;

import org.jspecify.annotations.NullMarked;
