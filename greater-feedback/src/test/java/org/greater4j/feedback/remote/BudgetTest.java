package org.greater4j.feedback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.feedback.ChatCall;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hard limits, held against the books of the server. */
class BudgetTest {
    @TempDir
    Path folder;

    @Test
    void callsStopAtTheLimitRetriesIncluded() throws IOException {
        Remotes remotes = new Remotes(RemoteSettings.standard(), RemoteBudget.NONE.withCalls(10));
        try (ChatServer server = new ChatServer(
                        asked -> asked.number() % 3 == 0 ? ChatServer.status(500, "") : ChatServer.reply("yes"));
                RemoteModel model = remotes.open(server.openAi())) {
            assertSpent(() -> model.ask(calls(50), done -> {}), "found all 10 made");
            assertThat(server.asked).hasSize(10);
            assertThat(remotes.account.spending().calls()).isEqualTo(10);
        }
    }

    @Test
    void tokensAreNeverExceededByCallsAtATime() throws IOException {
        long limit = 2000;
        Remotes remotes =
                new Remotes(RemoteSettings.standard().withConcurrency(8), RemoteBudget.NONE.withTokens(limit));
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("word ".repeat(20)));
                RemoteModel model = remotes.open(server.openAi())) {
            assertSpent(() -> model.ask(calls(1000), done -> {}), "of 2000 taken");
            long taken = server.readTokens.get() + server.generatedTokens.get();
            assertThat(taken).isLessThanOrEqualTo(limit);
            // calls wait for those under way instead of giving up: all is used but the worst case of one call
            assertThat(taken).isGreaterThan(limit - 150);
            assertThat(remotes.account.spending().tokens()).isEqualTo(taken);
        }
    }

    @Test
    void aServerThatTakesMoreThanAskedExceedsByOneCallAtMost() throws IOException {
        long limit = 2000;
        Remotes remotes =
                new Remotes(RemoteSettings.standard().withConcurrency(1), RemoteBudget.NONE.withTokens(limit));
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("word ".repeat(300)));
                RemoteModel model = remotes.open(server.openAi())) {
            assertSpent(() -> model.ask(calls(100), done -> {}), "of 2000 taken");
            long taken = server.readTokens.get() + server.generatedTokens.get();
            assertThat(taken).isLessThanOrEqualTo(limit + 302);
        }
    }

    @Test
    void moneyIsKeptWithinTheLimit() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("word ".repeat(20)))) {
            Path table = folder.resolve("prices.json");
            Files.writeString(
                    table,
                    "{\"date\":\"2026-03-01\",\"currency\":\"EUR\",\"perMillionTokens\":{\"" + server.openAi()
                            + "\":{\"input\":1000,\"output\":10000}}}");
            Remotes remotes =
                    new Remotes(RemoteSettings.standard(), RemoteBudget.NONE.withMoney(5), Prices.read(table));
            try (RemoteModel model = remotes.open(server.openAi())) {
                assertSpent(() -> model.ask(calls(1000), done -> {}), "EUR, found");
            }
            double bill = server.readTokens.get() * 0.001 + server.generatedTokens.get() * 0.01;
            assertThat(bill).isBetween(4.5, 5.0);
            Spending spending = remotes.account.spending();
            assertThat(spending.money()).isNotNull().isCloseTo(bill, Offset.offset(1e-9));
            assertThat(spending.currency()).isEqualTo("EUR");
            assertThat(spending.unpriced()).isEmpty();
        }
    }

    @Test
    void aModelWithoutAPriceIsNotFree() throws IOException {
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("yes"))) {
            Remotes money = new Remotes(RemoteSettings.standard(), RemoteBudget.NONE.withMoney(5));
            assertThatThrownBy(() -> money.open(server.openAi()))
                    .isInstanceOf(GreaterException.class)
                    .hasMessageContaining("expected a price of " + server.openAi())
                    .hasMessageContaining("--prices");
            Remotes free = new Remotes();
            try (RemoteModel model = free.open(server.openAi())) {
                model.ask(Remotes.call("Well?"));
            }
            assertThat(free.account.spending().money()).isNull();
            assertThat(free.account.spending().unpriced())
                    .containsExactly(server.openAi().toString());
        }
    }

    @Test
    void brokenCallsCountAtTheirWorst() throws IOException {
        Remotes remotes = new Remotes(RemoteSettings.standard(), RemoteBudget.NONE.withTokens(300));
        try (ChatServer server = new ChatServer(asked -> ChatServer.cut(false));
                RemoteModel model = remotes.open(server.openAi())) {
            assertSpent(
                    () -> model.ask(new ChatCall(calls(1).get(0).messages(), Sampling.of(0, 50), 0)), "of 300 taken");
            assertThat(server.asked).hasSize(2);
            assertThat(remotes.account.spending().atMostLost().tokens()).isBetween(151L, 300L);
        }
    }

    @Test
    void whatAnEarlierGoTookCountsToo() throws IOException {
        Remotes first = new Remotes(RemoteSettings.standard(), RemoteBudget.NONE.withCalls(3));
        Remotes next = new Remotes(RemoteSettings.standard(), RemoteBudget.NONE.withCalls(5));
        try (ChatServer server = new ChatServer(asked -> ChatServer.reply("yes"));
                RemoteModel before = first.open(server.openAi());
                RemoteModel after = next.open(server.openAi())) {
            assertSpent(() -> before.ask(calls(9), done -> {}), "found all 3 made");
            Spending base = next.account.spending();
            Spending earlier = first.account.spending();
            next.account.charge(earlier);
            assertThat(next.account.spending().since(base)).isEqualTo(earlier);

            assertSpent(() -> after.ask(calls(9), done -> {}), "found all 5 made");
            Spending both = next.account.spending().since(base);
            assertThat(server.asked).hasSize(5);
            assertThat(both.calls()).isEqualTo(5);
            assertThat(both.reported().readTokens()).isEqualTo(server.readTokens.get());
            assertThat(both.reported().generatedTokens()).isEqualTo(server.generatedTokens.get());
        }
    }

    @Test
    void aLimitBoundsAnEstimate() {
        RemoteName dear = RemoteName.parse("openai:gpt-4o");
        CallEstimate estimate = CallEstimate.of(dear, 400, new Usage(2_000_000, 1_000_000), Prices.standard());
        assertThat(estimate.isSmall()).isFalse();
        assertThat(estimate.within(RemoteBudget.NONE)).isEqualTo(estimate);
        assertThat(estimate.within(RemoteBudget.NONE.withMoney(0.5)).isSmall()).isTrue();
        RemoteName unknown = RemoteName.parse("openai:x@https://example.org/v1");
        CallEstimate priceless = CallEstimate.of(unknown, 400, new Usage(2_000_000, 1_000_000), Prices.standard());
        assertThat(priceless.isSmall()).isFalse();
        assertThat(priceless.within(RemoteBudget.NONE.withTokens(3000)).usage()).isEqualTo(new Usage(2000, 1000));
        assertThat(priceless.within(RemoteBudget.NONE.withTokens(3000)).isSmall())
                .isTrue();
    }

    @Test
    void aLimitOfTokensBoundsTheMoneyToo() {
        RemoteName dear = RemoteName.parse("openai:gpt-4o");
        CallEstimate estimate = CallEstimate.of(dear, 400, new Usage(2_000_000, 1_000_000), Prices.standard());
        // 2 · 2.50 + 1 · 10.00 for three million tokens, of which a hundredth is left
        assertThat(estimate.money()).isEqualTo(15);
        CallEstimate limited = estimate.within(RemoteBudget.NONE.withTokens(30_000));
        assertThat(limited.money()).isCloseTo(0.15, Offset.offset(1e-9));
        assertThat(limited.isSmall()).isTrue();
    }

    @Test
    void aPriceCountsWhereverTheModelIs() throws IOException {
        Path table = Files.writeString(
                folder.resolve("prices.json"),
                "{\"date\":\"2026-03-01\",\"currency\":\"EUR\",\"perMillionTokens\":"
                        + "{\"openai:x@http://localhost:8000/v1\":{\"input\":10,\"output\":10}}}");
        Prices prices = Prices.read(table);
        RemoteName priced = RemoteName.parse("openai:x@http://localhost:8000/v1");
        CallEstimate dear = CallEstimate.of(priced, 4, new Usage(200_000, 100_000), prices);
        assertThat(dear.local()).isTrue();
        assertThat(dear.isSmall()).isFalse();
        assertThatThrownBy(() -> dear.require(false)).hasMessageContaining("for up to 3.00 EUR");
        assertThat(CallEstimate.of(priced, 4, new Usage(20_000, 10_000), prices).isSmall())
                .isTrue();

        // what is known is asked for although another price is not
        CallEstimate free = CallEstimate.of(RemoteName.parse("ollama:y"), 4, new Usage(900_000, 0), prices);
        assertThat(free.isSmall()).isTrue();
        assertThat(free.text()).endsWith("900 thousand tokens, on this machine");
        assertThat(dear.plus(free).money()).isNull();
        assertThat(dear.plus(free).isSmall()).isFalse();
        assertThat(dear.plus(free).text()).endsWith("for up to 3.00 EUR and some on this machine");
    }

    @Test
    void everyLimitThatIsNoneIsNamed() {
        assertThatThrownBy(() -> new Account(new RemoteBudget(0L, -1L, Double.NaN), Prices.standard()))
                .hasMessageContaining("calls: expected at least 1, found 0")
                .hasMessageContaining("tokens: expected at least 1, found -1")
                .hasMessageContaining("money: expected more than 0, found NaN");
    }

    @Test
    void anEstimateAboveTheLimitAsksForConsent() {
        RemoteName dear = RemoteName.parse("openai:gpt-4o");
        CallEstimate estimate = CallEstimate.of(dear, 400, new Usage(200_000, 100_000), Prices.standard());
        assertThat(estimate.text()).isEqualTo("400 calls with up to 300 thousand tokens, for up to 1.50 USD");
        assertThatThrownBy(() -> estimate.require(false)).hasMessageContaining("say --yes");
        estimate.require(true);
        CallEstimate.of(dear, 4, new Usage(2_000, 1_000), Prices.standard()).require(false);

        CallEstimate unknown = CallEstimate.of(
                RemoteName.parse("openai:x@https://example.org/v1"), 4, new Usage(600_000, 0), Prices.standard());
        assertThat(unknown.text()).contains("at an unknown price");
        assertThatThrownBy(() -> unknown.require(false)).hasMessageContaining("expected consent");
        assertThat(estimate.plus(unknown).money()).isNull();
        CallEstimate.of(RemoteName.parse("ollama:x"), 4, new Usage(600_000, 0), Prices.standard())
                .require(false);
    }

    private static List<ChatCall> calls(int count) {
        return IntStream.range(0, count).mapToObj(i -> Remotes.call("q " + i)).toList();
    }

    private static void assertSpent(ThrowingCallable work, String text) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        GreaterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_SPENT))
                .hasMessageContaining(text)
                .hasMessageContaining("go on with a larger budget");
    }
}
