package org.greater4j.tasks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which task is wanted, and how its source is to be read. Options that a task's kind has no use for are refused by {@link TaskLoader},
 * except {@code dataDirectory} and {@code seed}, which a run may always have.
 *
 * @param name {@code gen/NAME}, {@code bbh/NAME}, {@code gsm8k}, {@code folio}, or a path ending in .csv, .tsv, .jsonl, .json or .yaml
 * @param dataDirectory where published task files lie; null asks the environment ({@link TaskLoader#DATA_VARIABLE})
 * @param questionField column or key of the question in a file; null looks for the usual names
 * @param answerField column or key of the answer in a file; null looks for the usual names
 * @param answerKind what the answers of a file look like
 * @param labels all labels or letters that a file's answers can be, in the order that the extractor names them; empty reads them off
 *     the answers
 * @param extractor text put after the reasoning instead of the answer format's own; null keeps that
 * @param seed of a generated task
 * @param difficulty of a generated task, from 1; null is 1
 * @param examples how many examples to generate; null is {@link TaskLoader#GENERATED_EXAMPLES}. The first n are the same for every number
 * @param splits which rows of a published data set go where
 * @param customFormat name of an answer format of the user's own, instead of {@code answerKind}; null for none
 * @param metric name of a metric for a file; null is the exact one
 */
public record TaskRequest(
        String name,
        @Nullable Path dataDirectory,
        @Nullable String questionField,
        @Nullable String answerField,
        AnswerKind answerKind,
        List<String> labels,
        @Nullable String extractor,
        long seed,
        @Nullable Integer difficulty,
        @Nullable Integer examples,
        Splits splits,
        @Nullable String customFormat,
        @Nullable String metric) {
    public TaskRequest {
        labels = List.copyOf(labels);
    }

    /** The name of the answer format, whoever it comes from. */
    String formatName() {
        return customFormat == null ? answerKind.label() : customFormat;
    }

    /** Starts a request with nothing but a name. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the options of a request; null sets an option back to its default. */
    public static final class Builder {
        private final String name;
        private @Nullable Path dataDirectory;
        private @Nullable String questionField;
        private @Nullable String answerField;
        private AnswerKind answerKind = AnswerKind.AUTO;
        private List<String> labels = List.of();
        private @Nullable String extractor;
        private long seed;
        private @Nullable Integer difficulty;
        private @Nullable Integer examples;
        private Splits splits = Splits.SEEDED;
        private @Nullable String customFormat;
        private @Nullable String metric;

        private Builder(String name) {
            this.name = name;
        }

        public Builder dataDirectory(@Nullable Path directory) {
            dataDirectory = directory;
            return this;
        }

        public Builder questionField(@Nullable String field) {
            questionField = field;
            return this;
        }

        public Builder answerField(@Nullable String field) {
            answerField = field;
            return this;
        }

        public Builder answerKind(AnswerKind kind) {
            answerKind = kind;
            return this;
        }

        /** By {@link AnswerKind#label}, or the name of an answer format of the user's own. */
        public Builder answerFormat(String name) {
            answerKind = AnswerKind.find(name).orElse(AnswerKind.AUTO);
            customFormat = AnswerKind.find(name).isPresent() ? null : name.strip();
            return this;
        }

        public Builder splits(Splits choice) {
            splits = choice;
            return this;
        }

        public Builder metric(@Nullable String name) {
            metric = name;
            return this;
        }

        public Builder labels(List<String> all) {
            labels = List.copyOf(all);
            return this;
        }

        public Builder extractor(@Nullable String text) {
            extractor = text;
            return this;
        }

        public Builder seed(long number) {
            seed = number;
            return this;
        }

        public Builder difficulty(@Nullable Integer level) {
            difficulty = level;
            return this;
        }

        public Builder examples(@Nullable Integer number) {
            examples = number;
            return this;
        }

        public TaskRequest build() {
            return new TaskRequest(
                    name,
                    dataDirectory,
                    questionField,
                    answerField,
                    answerKind,
                    labels,
                    extractor,
                    seed,
                    difficulty,
                    examples,
                    splits,
                    customFormat,
                    metric);
        }
    }
}
