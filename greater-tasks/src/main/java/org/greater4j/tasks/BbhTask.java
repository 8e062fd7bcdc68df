package org.greater4j.tasks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One task of BIG-Bench Hard, as published.
 *
 * @param name of the file, without {@code .json}
 * @param description one line
 * @param kind what the answers look like; never {@link AnswerKind#AUTO}
 * @param labels of a {@link AnswerKind#LABEL} task in the extractor's order, which is alphabetical; else empty
 * @param synonyms what models say instead of the labels of this task, by the label that it stands for
 * @param publishedExamples how many examples the published file holds, repeated ones counted
 */
record BbhTask(
        String name,
        String description,
        AnswerKind kind,
        List<String> labels,
        Map<String, String> synonyms,
        int publishedExamples) {
    private static final String PREFIX = "bbh/";
    // those that the tables of prompts in the paper's appendix leave out (tables 11 and 14)
    private static final Set<String> NOT_IN_THE_PAPER = Set.of(
            "dyck_languages",
            "logical_deduction_seven_objects",
            "logical_deduction_three_objects",
            "tracking_shuffled_objects_seven_objects",
            "tracking_shuffled_objects_three_objects",
            "word_sorting");
    private static final Map<String, String> VALIDITY = Map.of(
            "not valid", "invalid",
            "not deductively valid", "invalid",
            "isn't valid", "invalid");
    private static final Map<String, String> PLAUSIBILITY = Map.of(
            "plausible", "yes",
            "not plausible", "no",
            "isn't plausible", "no",
            "implausible", "no");
    private static final List<BbhTask> ALL = List.of(
            label("boolean_expressions", "value of a Boolean expression", 250, "False", "True"),
            label("causal_judgement", "whether a typical person would call something the cause", 187, "No", "Yes"),
            choice("date_understanding", "a date that follows from a few sentences", 250),
            choice("disambiguation_qa", "whom a pronoun refers to", 250),
            other(AnswerKind.BRACKETS, "dyck_languages", "closing brackets that complete a sequence", 250),
            label("formal_fallacies", "whether an argument is deductively valid", 250, "invalid", "valid")
                    .withSynonyms(VALIDITY),
            choice("geometric_shapes", "the shape that an SVG path draws", 250),
            choice("hyperbaton", "the sentence with the usual order of adjectives", 250),
            choice("logical_deduction_five_objects", "the order of five objects", 250),
            choice("logical_deduction_seven_objects", "the order of seven objects", 250),
            choice("logical_deduction_three_objects", "the order of three objects", 250),
            choice("movie_recommendation", "a film like those named", 250),
            number("multistep_arithmetic_two", "value of an arithmetic expression with brackets", 250),
            label("navigate", "whether a walk ends where it began", 250, "No", "Yes"),
            number("object_counting", "how many objects of a kind are in a list", 250),
            choice("penguins_in_a_table", "questions about a small table", 146),
            choice("reasoning_about_colored_objects", "colours and places of objects", 250),
            choice("ruin_names", "the humorous edit of a name", 250),
            choice("salient_translation_error_detection", "the kind of error in a translation", 250),
            choice("snarks", "the sarcastic one of two sentences", 178),
            label("sports_understanding", "whether a sentence about sports is plausible", 250, "no", "yes")
                    .withSynonyms(PLAUSIBILITY),
            choice("temporal_sequences", "when something can have happened", 250),
            choice("tracking_shuffled_objects_five_objects", "who has what after swaps among five", 250),
            choice("tracking_shuffled_objects_seven_objects", "who has what after swaps among seven", 250),
            choice("tracking_shuffled_objects_three_objects", "who has what after swaps among three", 250),
            label("web_of_lies", "whether the last of a chain of people tells the truth", 250, "No", "Yes"),
            other(AnswerKind.LIST, "word_sorting", "words in alphabetical order", 250));

    BbhTask {
        labels = List.copyOf(labels);
        synonyms = Map.copyOf(synonyms);
    }

    /** Whether it is one of the 21 tasks that the paper reports. */
    boolean inThePaper() {
        return !NOT_IN_THE_PAPER.contains(name);
    }

    private BbhTask withSynonyms(Map<String, String> others) {
        return new BbhTask(name, description, kind, labels, others, publishedExamples);
    }

    /** All tasks, by name. */
    static List<BbhTask> all() {
        return ALL;
    }

    /** The task of a name with its prefix, such as {@code bbh/navigate}. */
    static Optional<BbhTask> find(String fullName) {
        return ALL.stream().filter(task -> task.fullName().equals(fullName)).findFirst();
    }

    /** As given on the command line, such as {@code bbh/navigate}. */
    String fullName() {
        return PREFIX + name;
    }

    private static BbhTask choice(String name, String description, int examples) {
        return new BbhTask(name, description, AnswerKind.CHOICE, List.of(), Map.of(), examples);
    }

    private static BbhTask label(String name, String description, int examples, String... labels) {
        return new BbhTask(name, description, AnswerKind.LABEL, List.of(labels), Map.of(), examples);
    }

    private static BbhTask number(String name, String description, int examples) {
        return other(AnswerKind.NUMBER, name, description, examples);
    }

    private static BbhTask other(AnswerKind kind, String name, String description, int examples) {
        return new BbhTask(name, description, kind, List.of(), Map.of(), examples);
    }
}
