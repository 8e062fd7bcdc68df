package org.greater4j.feedback.method;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.greater4j.feedback.Sampling;
import org.greater4j.feedback.search.PromptSearch;
import org.greater4j.feedback.search.RankedPrompt;
import org.greater4j.feedback.search.ReplyReader;
import org.greater4j.feedback.search.Workbench;
import org.greater4j.text.Message;

/**
 * EvoPrompt (Guo et al. 2024): a population of prompts evolves, its operators written out as requests; genetic algorithm or differential
 * evolution.
 *
 * <p>The first population is the initial prompt and guesses from examples: the better half by dev accuracy, and a variation of each. Dev
 * accuracy is the fitness and decides; the release reports the best <em>test</em> score of its last three. Left out of it besides: parents
 * that are the same prompt, and a wheel that divides by a fitness of zero.
 */
public final class EvoPrompt implements PromptSearch {
    private final Settings settings;
    private final boolean differential;
    private final Ranking ranking = new Ranking();

    /**
     * Sizes.
     *
     * @param population prompts, an even number of at least 4
     * @param demonstrations examples that a guess is shown
     * @param evolution how children are drawn
     */
    public record Settings(int population, int generations, int demonstrations, Sampling evolution) {
        /** Of the release; replies have a limit. */
        public static Settings authors() {
            return new Settings(10, 10, 5, Sampling.of(0.5, 512));
        }

        /** The first population and at least two generations fit, and they go on until the budget is spent. */
        public static Settings within(Scale scale) {
            double each = (4.0 + scale.dev()) * scale.tokensPerRow();
            int population = scale.fitting(0.25, each, 4, 10);
            return new Settings(population - population % 2, Integer.MAX_VALUE, 5, Sampling.of(0.5, 150));
        }
    }

    private EvoPrompt(Settings settings, boolean differential) {
        this.settings = settings;
        this.differential = differential;
    }

    /** By crossover and mutation of two parents, drawn by a wheel; the best of old and new stay. */
    public static EvoPrompt genetic(Settings settings) {
        return new EvoPrompt(settings, false);
    }

    /** By the difference of two distinct prompts, put into the best; a child takes its parent's place if it is better. */
    public static EvoPrompt differential(Settings settings) {
        return new EvoPrompt(settings, true);
    }

    @Override
    public void search(Workbench bench, String initial) {
        List<String> population = first(bench, initial);
        if (population.isEmpty()) {
            return;
        }
        bench.stepDone(0, ranking.best(settings.population()));
        int idle = 0;
        for (int generation = 1; generation <= settings.generations(); generation++) {
            List<String> next =
                    differential ? differential(bench, population, generation) : genetic(bench, population, generation);
            idle = next.equals(population) ? idle + 1 : 0;
            population = next;
            bench.stepDone(generation, ranking.best(settings.population()));
            if (idle == Idle.MOST) {
                return;
            }
        }
    }

    private List<String> first(Workbench bench, String initial) {
        Set<String> all = new LinkedHashSet<>(List.of(initial));
        evaluate(bench, all, 0);
        if (!ranking.has(initial)) {
            return List.of();
        }
        all.addAll(Writing.induce(
                bench, bench.train(), settings.population(), 1, settings.demonstrations(), settings.evolution()));
        evaluate(bench, all, 0);
        List<String> half = ranking.best(settings.population() / 2).stream()
                .map(RankedPrompt::prompt)
                .toList();
        Set<String> population = new LinkedHashSet<>(half);
        population.addAll(Writing.paraphrase(bench, half, 1, settings.evolution()));
        evaluate(bench, population, 0);
        population.removeIf(prompt -> !ranking.has(prompt));
        // where variations repeat themselves or can't be measured, the next best take their places
        ranking.best().forEach(one -> {
            if (population.size() < settings.population()) {
                population.add(one.prompt());
            }
        });
        return List.copyOf(population);
    }

    private List<String> genetic(Workbench bench, List<String> population, int generation) {
        Random random = bench.random();
        List<String> parents = new ArrayList<>();
        for (int draw = 0; draw < settings.population(); draw++) {
            parents.add(wheel(population, random));
        }
        List<List<Message>> requests = new ArrayList<>();
        for (int child = 0; child < settings.population(); child++) {
            List<String> two = distinctPair(parents, population, random);
            requests.add(bench.templates().fill("evoprompt-ga", Map.of("first", two.get(0), "second", two.get(1))));
        }
        Set<String> union = new LinkedHashSet<>(population);
        union.addAll(Writing.present(children(bench, requests)));
        evaluate(bench, union, generation);
        return ranking.best().stream()
                .map(RankedPrompt::prompt)
                .filter(union::contains)
                .limit(settings.population())
                .toList();
    }

    private List<String> differential(Workbench bench, List<String> population, int generation) {
        Random random = bench.random();
        String best = ranking.best(1).get(0).prompt();
        List<List<Message>> requests = new ArrayList<>();
        for (String current : population) {
            List<String> others = population.stream()
                    .filter(one -> !one.equals(current))
                    .distinct()
                    .toList();
            // with fewer than two others, the difference is to the prompt itself
            List<String> two = others.size() < 2
                    ? List.of(others.isEmpty() ? best : others.get(0), current)
                    : Rows.sample(others, 2, random);
            requests.add(bench.templates()
                    .fill(
                            "evoprompt-de",
                            Map.of("first", two.get(0), "second", two.get(1), "best", best, "current", current)));
        }
        List<Optional<String>> children = children(bench, requests);
        evaluate(bench, Writing.present(children), generation);
        List<String> next = new ArrayList<>();
        for (int at = 0; at < population.size(); at++) {
            String current = population.get(at);
            String child = children.get(at).filter(ranking::has).orElse(current);
            next.add(ranking.score(child) > ranking.score(current) ? child : current);
        }
        // two members may be the same prompt from here on: a population that lost them would not grow again
        return next;
    }

    private List<Optional<String>> children(Workbench bench, List<List<Message>> requests) {
        ReplyReader<String> reader = Replies.taggedOrWhole(bench, "<prompt>", "</prompt>");
        return bench.proposePrompts("evolve", requests, settings.evolution(), reader);
    }

    // probability by fitness; any one where all have none
    private String wheel(List<String> population, Random random) {
        double sum = population.stream().mapToDouble(ranking::score).sum();
        if (sum == 0) {
            return population.get(random.nextInt(population.size()));
        }
        double point = random.nextDouble() * sum;
        for (String prompt : population) {
            point -= ranking.score(prompt);
            if (point < 0) {
                return prompt;
            }
        }
        return population.get(population.size() - 1);
    }

    private static List<String> distinctPair(List<String> parents, List<String> population, Random random) {
        String first = parents.get(random.nextInt(parents.size()));
        List<String> others = parents.stream().filter(one -> !one.equals(first)).toList();
        if (others.isEmpty()) {
            others = population.stream().filter(one -> !one.equals(first)).toList();
        }
        return List.of(first, others.isEmpty() ? first : others.get(random.nextInt(others.size())));
    }

    private void evaluate(Workbench bench, Collection<String> prompts, int generation) {
        List<String> fresh = prompts.stream()
                .filter(prompt -> !ranking.has(prompt))
                .distinct()
                .toList();
        bench.score(fresh, bench.dev(), ranking.at(generation));
    }

    @Override
    public List<RankedPrompt> found() {
        return ranking.best();
    }
}
