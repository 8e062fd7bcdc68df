package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptScore;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.text.Message;

/**
 * ProTeGi, also known as APO (Pryzant et al. 2023): name reasons for mistakes, rewrite the prompt for each of them, say it in other words,
 * and keep a beam.
 *
 * <p>All of it on train rows; the beam of the last step are the finalists, chosen among on dev (the release logs their accuracy on test).
 * Left out of the release: asking for the reasons of no mistakes, and the score of 1 for a candidate without rivals.
 */
public final class ProTeGi implements PromptSearch {
    private static final String START = "<START>";
    private static final String END = "<END>";

    private final Settings settings;
    private final Ranking beam = new Ranking();

    /**
     * Sizes.
     *
     * @param minibatch train rows of a step
     * @param groups draws of mistakes for each prompt, with replacement between draws
     * @param errors mistakes in a draw
     * @param reasons asked for with each draw
     * @param rewrites asked for with each reason
     * @param paraphrases of each rewritten prompt and of the prompt itself
     * @param successors of each prompt that are kept, at random
     */
    public record Settings(
            int rounds,
            int beam,
            int minibatch,
            int groups,
            int errors,
            int reasons,
            int rewrites,
            int paraphrases,
            int successors,
            BeamEvaluator evaluator,
            BeamEvaluator.Effort effort,
            Sampling sampling) {
        /** Of the release; replies, which it leaves without a limit, have one. */
        public static Settings authors(BeamEvaluator evaluator) {
            return new Settings(
                    6,
                    4,
                    64,
                    4,
                    4,
                    1,
                    1,
                    2,
                    8,
                    evaluator,
                    new BeamEvaluator.Effort(8, 8, 32, 1),
                    Sampling.of(0.7, 512));
        }

        /** At least four rounds fit, and rounds go on until the budget is spent. */
        public static Settings within(Scale scale, BeamEvaluator evaluator) {
            int row = scale.tokensPerRow();
            int width = scale.fitting(0.25, (scale.train() * 5.0 + 20) * row, 1, 4);
            int candidates = width * 4;
            int rows = Math.min(scale.train(), scale.fitting(0.12, (double) candidates * row, 4, 64));
            return new Settings(
                    Integer.MAX_VALUE,
                    width,
                    Math.min(16, scale.train()),
                    Math.min(2, width),
                    3,
                    1,
                    1,
                    1,
                    4,
                    evaluator,
                    new BeamEvaluator.Effort(4, Math.max(1, candidates / 4), rows, 1),
                    Sampling.of(0.7, 100));
        }
    }

    public ProTeGi(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void search(Workbench bench, String initial) {
        keepBest(bench, List.of(initial), 0);
        if (beam.best().isEmpty()) {
            return;
        }
        int idle = 0;
        for (int round = 1; round <= settings.rounds() && idle < Idle.MOST; round++) {
            List<PromptScore> batch = bench.score(
                    beam.best().stream().map(RankedPrompt::prompt).toList(),
                    Rows.sample(bench.train(), settings.minibatch(), bench.random()));
            Set<String> pool = new LinkedHashSet<>();
            for (PromptScore score : batch) {
                pool.addAll(successors(bench, score));
            }
            idle = pool.isEmpty() ? idle + 1 : 0;
            beam.best().forEach(one -> pool.add(one.prompt()));
            keepBest(bench, List.copyOf(pool), round);
        }
    }

    private List<String> successors(Workbench bench, PromptScore score) {
        List<String> rewritten = rewritten(bench, score);
        List<String> sections = new ArrayList<>(rewritten);
        sections.add(score.prompt());
        Set<String> all = new LinkedHashSet<>(rewritten);
        all.addAll(Writing.paraphrase(bench, sections, settings.paraphrases(), settings.sampling()));
        all.remove(score.prompt());
        return Rows.sample(List.copyOf(all), settings.successors(), bench.random());
    }

    private List<String> rewritten(Workbench bench, PromptScore score) {
        List<PromptScore.WrongRow> wrong = score.wrong();
        if (wrong.isEmpty()) {
            return List.of();
        }
        List<String> groups = new ArrayList<>();
        List<List<Message>> requests = new ArrayList<>();
        for (int group = 0; group < settings.groups(); group++) {
            String errors = Rows.answered(bench, Rows.sample(wrong, settings.errors(), bench.random()));
            groups.add(errors);
            requests.add(bench.templates()
                    .fill(
                            "protegi-reasons",
                            Map.of(
                                    "prompt",
                                    score.prompt(),
                                    "errors",
                                    errors,
                                    "count",
                                    Integer.toString(settings.reasons()))));
        }
        var replies = bench.propose("reasons", requests, settings.sampling(), Replies.allTagged(bench, START, END));
        List<List<Message>> rewrites = new ArrayList<>();
        for (int group = 0; group < replies.size(); group++) {
            for (String reason : replies.get(group).orElse(List.of()).stream()
                    .limit(settings.reasons())
                    .toList()) {
                rewrites.add(bench.templates()
                        .fill(
                                "protegi-rewrite",
                                Map.of(
                                        "prompt",
                                        score.prompt(),
                                        "errors",
                                        groups.get(group),
                                        "reason",
                                        reason,
                                        "count",
                                        Integer.toString(settings.rewrites()))));
            }
        }
        return bench.propose("rewrite", rewrites, settings.sampling(), Replies.allTagged(bench, START, END)).stream()
                .flatMap(texts -> texts.orElse(List.of()).stream().limit(settings.rewrites()))
                .flatMap(text -> bench.usable(text).stream())
                .distinct()
                .toList();
    }

    private void keepBest(Workbench bench, List<String> pool, int round) {
        Map<String, Double> scores = settings.evaluator().scores(bench, pool, settings.beam(), settings.effort());
        // where no candidate could be measured, the beam stays
        if (scores.isEmpty()) {
            bench.stepDone(round, beam.best());
            return;
        }
        Ranking ranked = new Ranking();
        scores.forEach((prompt, score) -> ranked.note(prompt, score, round));
        List<RankedPrompt> best = ranked.best(settings.beam());
        best.forEach(one -> beam.note(one.prompt(), ranked.score(one.prompt()), round));
        beam.keep(best.stream().map(RankedPrompt::prompt).collect(Collectors.toSet()));
        bench.stepDone(round, beam.best());
    }

    @Override
    public List<RankedPrompt> found() {
        return beam.best();
    }
}
