package org.greater4j.app.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.engine.GenerationPlan;
import org.greater4j.objective.Frame;
import org.greater4j.objective.TokenFilter;
import org.greater4j.torch.session.NextTokenLogits;
import org.greater4j.torch.session.TorchModel;

/** What a whole model must do: ids, chats, allowed tokens, logits and greedy continuations. */
final class ModelFile {
    private static final double LOGIT_TOLERANCE = 1e-2;
    /** Greedy tokens whose lead is smaller are decided by rounding. */
    private static final double LEAST_MARGIN = 5e-3;

    private static final Pattern GREEDY = Pattern.compile("greedy_(\\d{1,4})");

    private final TorchModel model;
    private final Interruption interruption;
    private final LargestDeviation logits =
            new LargestDeviation("likeliest tokens' logits", "absolute", LOGIT_TOLERANCE);
    private final LargestDeviation sums = new LargestDeviation("log-sum-exp", "absolute", LOGIT_TOLERANCE);
    private final Agreement ranks = new Agreement("likeliest tokens and their order", "prompts");
    private final Agreement greedy = new Agreement("greedy continuations", "prompts");
    private final LargestDeviation shortfall =
            new LargestDeviation("lead over a greedy token", "absolute", LEAST_MARGIN);

    private ModelFile(TorchModel model, Interruption interruption) {
        this.model = model;
        this.interruption = interruption;
    }

    /**
     * @param topIds ids of the likeliest tokens after the prompt, likeliest first
     * @param greedy the greedy continuation, without the end token
     * @param limit most tokens of it
     * @param minimumMargin smallest lead of a greedy token over the second likeliest
     */
    private record Continuation(
            int[] promptIds,
            int[] topIds,
            double[] topLogits,
            double logSumExp,
            int[] greedy,
            int limit,
            double minimumMargin) {}

    static List<Check> verify(ExpectedFile file, Models models, Interruption interruption) {
        ExpectedValue root = file.root();
        String sha256 = root.at("model_sha256").text();
        TextExpectations texts = TextExpectations.read(root, false);
        int allowed = root.at("allowed_token_count").integer();
        List<Continuation> continuations = new ArrayList<>();
        for (ExpectedValue value : root.at("language_model").nonEmptyList()) {
            continuations.add(read(file, value));
        }
        file.check();
        try (TorchModel model = PinnedModel.open(file, sha256, models)) {
            file.requireIdsBelow(model.tokenizer().vocabularySize());
            file.check();
            List<Check> checks = new ArrayList<>(texts.verify(model.tokenizer(), model.chatTemplate()));
            checks.add(allowedTokens(model, allowed));
            checks.addAll(new ModelFile(model, interruption).verify(continuations));
            return checks;
        }
    }

    private static Continuation read(ExpectedFile file, ExpectedValue value) {
        int[] topIds = value.at("top_ids").nonEmptyIds();
        double[] topLogits = value.at("top_logits").numbers();
        file.require(
                topIds.length == topLogits.length,
                value.at("top_logits").key(),
                topIds.length + " numbers, one for each of top_ids",
                Integer.toString(topLogits.length));
        String key = value.names().stream()
                .filter(name -> GREEDY.matcher(name).matches())
                .findFirst()
                .orElse("greedy_48");
        Matcher number = GREEDY.matcher(key);
        int limit = number.matches() ? Integer.parseInt(number.group(1)) : 0;
        int[] greedy = value.at(key).ids();
        file.require(
                greedy.length <= limit,
                value.at(key).key(),
                "at most " + limit + " ids",
                Integer.toString(greedy.length));
        return new Continuation(
                value.at("prompt_ids").nonEmptyIds(),
                topIds,
                topLogits,
                value.at("logsumexp").number(),
                greedy,
                limit,
                value.at("greedy_min_margin").number());
    }

    private static Check allowedTokens(TorchModel model, int expected) {
        int found = TokenFilter.allowed(model.tokenizer()).cardinality();
        return new Check(
                "tokens that a prompt may use",
                "tokens",
                Math.abs(found - expected),
                0,
                found == expected,
                found == expected ? found + " tokens" : "expected " + expected + ", found " + found);
    }

    private List<Check> verify(List<Continuation> continuations) {
        for (int at = 0; at < continuations.size(); at++) {
            interruption.check();
            Continuation expected = continuations.get(at);
            String place = "language_model[" + at + "]";
            // one row after the prompt and one after each token of the continuation
            float[][] rows = NextTokenLogits.of(
                    model, Frame.concatenate(expected.promptIds(), expected.greedy()), expected.promptIds().length - 1);
            compareLogits(expected, rows[0], place);
            compareGreedy(expected, rows, place);
        }
        return List.of(logits.check(), ranks.check(), sums.check(), greedy.check(), shortfall.check());
    }

    private void compareLogits(Continuation expected, float[] row, String place) {
        for (int at = 0; at < expected.topIds().length; at++) {
            int id = expected.topIds()[at];
            logits.compare(row[id], expected.topLogits()[at], 1, () -> place + ", token " + id);
        }
        sums.compare(logSumExp(row), expected.logSumExp(), 1, () -> place);
        List<String> misplaced = misplaced(expected, row);
        ranks.compare(misplaced.isEmpty(), () -> place + ": " + misplaced.get(0));
    }

    // tokens whose logits are further apart than the tolerance must be in the expected order
    private static List<String> misplaced(Continuation expected, float[] row) {
        List<String> misplaced = new ArrayList<>();
        int[] ids = expected.topIds();
        double[] logits = expected.topLogits();
        for (int high = 0; high < ids.length; high++) {
            for (int low = high + 1; low < ids.length; low++) {
                if (logits[high] - logits[low] > LOGIT_TOLERANCE && row[ids[high]] <= row[ids[low]]) {
                    misplaced.add("expected token " + ids[high] + " before " + ids[low] + ", found " + row[ids[high]]
                            + " and " + row[ids[low]]);
                }
            }
        }
        double last = logits[ids.length - 1];
        int[] sorted = Arrays.stream(ids).sorted().toArray();
        for (int id = 0; id < row.length; id++) {
            if (row[id] - last > LOGIT_TOLERANCE && Arrays.binarySearch(sorted, id) < 0) {
                misplaced.add("expected token " + id + " not to be among the likeliest " + ids.length + ", found "
                        + row[id] + " above " + last);
            }
        }
        return misplaced;
    }

    private void compareGreedy(Continuation expected, float[][] rows, String place) {
        int[] found = model.generate(
                        List.of(expected.promptIds()), GenerationPlan.chains(expected.limit()), finished -> {})
                .get(0)
                .chain();
        int parting = Arrays.mismatch(found, expected.greedy());
        int doubtful = firstDoubtful(expected, rows);
        if (parting >= 0 && doubtful <= parting && expected.minimumMargin() < LEAST_MARGIN) {
            greedy.nearTie(place + " from token " + doubtful + " on");
        } else {
            greedy.compare(found, expected.greedy(), place);
        }
        // the expected tokens by themselves, also behind a near tie: each must be the likeliest one or nearly so
        int tokens = Math.min(expected.greedy().length + 1, expected.limit());
        for (int t = 0; t < tokens; t++) {
            int at = t;
            float[] row = rows[t];
            double own = t < expected.greedy().length ? row[expected.greedy()[t]] : likeliestEnd(row);
            shortfall.compare(
                    row[likeliest(row)],
                    own,
                    1,
                    () -> place + ", token " + at + ", the likeliest logit for that of the file's token");
        }
    }

    // index of the first token whose lead is too small to tell, as this engine computes it
    private static int firstDoubtful(Continuation expected, float[][] rows) {
        int tokens = Math.min(rows.length, expected.limit());
        for (int t = 0; t < tokens; t++) {
            if (margin(rows[t]) < LEAST_MARGIN) {
                return t;
            }
        }
        return Integer.MAX_VALUE;
    }

    private double likeliestEnd(float[] row) {
        return model.ends().stream().mapToDouble(id -> row[id]).max().orElse(Double.NEGATIVE_INFINITY);
    }

    private static int likeliest(float[] row) {
        int likeliest = 0;
        for (int id = 1; id < row.length; id++) {
            likeliest = row[id] > row[likeliest] ? id : likeliest;
        }
        return likeliest;
    }

    private static double margin(float[] row) {
        int likeliest = likeliest(row);
        double second = Double.NEGATIVE_INFINITY;
        for (int id = 0; id < row.length; id++) {
            if (id != likeliest) {
                second = Math.max(second, row[id]);
            }
        }
        return row[likeliest] - second;
    }

    private static double logSumExp(float[] row) {
        double largest = row[likeliest(row)];
        double sum = 0;
        for (float logit : row) {
            sum += Math.exp(logit - largest);
        }
        return largest + Math.log(sum);
    }
}
