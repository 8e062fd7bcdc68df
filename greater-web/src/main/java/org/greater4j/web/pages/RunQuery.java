package org.greater4j.web.pages;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.greater4j.run.RunGlance;
import org.greater4j.web.live.RunState;
import org.greater4j.web.live.RunSummary;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shows and in which order, as its address says it.
 *
 * @param text that a run's name, task, model, method or prompt must hold; empty takes all
 * @param state that it must be in; null takes all
 * @param study that it must belong to; empty takes all
 * @param sort what orders them
 * @param ascending whether the least comes first
 * @param page from 1
 */
public record RunQuery(String text, @Nullable RunState state, String study, Sort sort, boolean ascending, int page) {
    /** What runs can be ordered by. */
    public enum Sort {
        STARTED("started", false),
        NAME("name", true),
        TASK("task", true),
        STEPS("steps", false),
        SCORE("score", true),
        ACCURACY("accuracy", false);

        private final String label;
        private final boolean ascendingFirst;

        Sort(String label, boolean ascendingFirst) {
            this.label = label;
            this.ascendingFirst = ascendingFirst;
        }

        private Comparator<RunSummary> order() {
            return switch (this) {
                case STARTED -> comparing(RunGlance::started);
                case NAME -> Comparator.comparing(RunSummary::id);
                case TASK -> comparing(RunGlance::task);
                case STEPS -> comparing(RunGlance::steps);
                case SCORE -> comparing(Sort::score);
                case ACCURACY -> comparing(Sort::accuracy);
            };
        }

        /** Its name in addresses. */
        public String label() {
            return label;
        }

        private boolean knows(RunSummary run) {
            RunGlance glance = run.glance();
            return this == NAME
                    || (glance != null
                            && (this != SCORE || score(glance) != null)
                            && (this != ACCURACY || accuracy(glance) != null));
        }

        private static <T extends Comparable<? super T>> Comparator<RunSummary> comparing(
                Function<RunGlance, @Nullable T> key) {
            return (one, other) -> {
                T left = one.glance() == null ? null : key.apply(one.glance());
                T right = other.glance() == null ? null : key.apply(other.glance());
                if (left == null || right == null) {
                    return Boolean.compare(left == null, right == null);
                }
                return left.compareTo(right);
            };
        }

        private static @Nullable Double score(RunGlance glance) {
            return glance.scores().stream().min(Comparator.naturalOrder()).orElse(null);
        }

        private static @Nullable Double accuracy(RunGlance glance) {
            return glance.test() == null ? null : glance.test().after();
        }
    }

    /** The latest runs first. */
    public static final RunQuery ALL = new RunQuery("", null, "", Sort.STARTED, false, 1);

    /** What an address says; whatever it says wrongly is left out. */
    public static RunQuery of(Function<String, @Nullable String> parameters) {
        Sort sort = named(Sort.values(), Sort::label, parameters.apply("sort"), Sort.STARTED);
        String order = parameters.apply("order");
        String page = parameters.apply("page");
        return new RunQuery(
                orEmpty(parameters.apply("q")).strip(),
                Stream.of(RunState.values())
                        .filter(state -> state.style().equals(parameters.apply("state")))
                        .findFirst()
                        .orElse(null),
                orEmpty(parameters.apply("study")),
                sort,
                order == null ? sort.ascendingFirst : order.equals("up"),
                page != null && page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1);
    }

    private static <T> T named(T[] values, Function<T, String> label, @Nullable String name, T otherwise) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(name))
                .findFirst()
                .orElse(otherwise);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The address that says the same. */
    public Address address() {
        return Address.of("/")
                .with("q", text)
                .with("state", state == null ? null : state.style())
                .with("study", study)
                .with("sort", sort == Sort.STARTED ? null : sort.label)
                .with("order", ascending == sort.ascendingFirst ? null : ascending ? "up" : "down")
                .with("page", page == 1 ? null : Integer.toString(page));
    }

    /** The same list in an order; turned round if it has that order now. */
    public RunQuery sortedBy(Sort other) {
        return new RunQuery(text, state, study, other, other == sort ? !ascending : other.ascendingFirst, 1);
    }

    /** Another page of it. */
    public RunQuery atPage(int other) {
        return new RunQuery(text, state, study, sort, ascending, other);
    }

    /** The same in another state. */
    public RunQuery inState(@Nullable RunState other) {
        return new RunQuery(text, other, study, sort, ascending, 1);
    }

    /** Whether something is left out. */
    public boolean filters() {
        return !text.isEmpty() || state != null || !study.isEmpty();
    }

    /** Those that it takes, in its order. */
    public List<RunSummary> select(List<RunSummary> runs) {
        // what is not known comes last, whichever way round
        Comparator<RunSummary> known = Comparator.comparing(run -> !sort.knows(run));
        Comparator<RunSummary> order = ascending ? sort.order() : sort.order().reversed();
        return runs.stream()
                .filter(this::takes)
                .sorted(known.thenComparing(order).thenComparing(RunSummary::id))
                .toList();
    }

    /** Whether a run is taken, whatever its state. */
    boolean takesBesideState(RunSummary run) {
        if (!study.isEmpty() && !study.equals(run.study())) {
            return false;
        }
        if (text.isEmpty()) {
            return true;
        }
        String wanted = text.toLowerCase(Locale.ROOT);
        RunGlance glance = run.glance();
        Stream<@Nullable String> texts = glance == null
                ? Stream.of(run.id())
                : Stream.of(run.id(), glance.task(), glance.model(), glance.method(), glance.prompt());
        return texts.anyMatch(one -> one != null && one.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private boolean takes(RunSummary run) {
        return (state == null || state == run.state()) && takesBesideState(run);
    }
}
