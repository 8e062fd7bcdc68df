package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.greater4j.task.Example;
import org.greater4j.task.PublishedParts;

/**
 * The examples of a data set by part, no question twice. Questions that differ in spaces alone are the same. Of a question that stands in
 * two parts, the test part keeps its example, then the training part; within a part the first is kept, whatever the later answer says.
 *
 * @param train first of all
 * @param dev may be empty; then it is drawn from the training part
 * @param dropped how many examples were left out
 */
record DistinctParts(List<Example> train, List<Example> dev, List<Example> test, int dropped) {
    static DistinctParts of(List<Example> train, List<Example> dev, List<Example> test) {
        Set<String> questions = new HashSet<>();
        List<Example> keptTest = distinct(test, questions);
        List<Example> keptTrain = distinct(train, questions);
        List<Example> keptDev = distinct(dev, questions);
        int kept = keptTest.size() + keptTrain.size() + keptDev.size();
        return new DistinctParts(keptTrain, keptDev, keptTest, train.size() + dev.size() + test.size() - kept);
    }

    /** The first example of every question. */
    static List<Example> distinct(List<Example> examples) {
        return distinct(examples, new HashSet<>());
    }

    List<Example> all() {
        List<Example> all = new ArrayList<>(train);
        all.addAll(dev);
        all.addAll(test);
        return all;
    }

    PublishedParts parts(boolean shuffled) {
        return new PublishedParts(train.size(), dev.size(), test.size(), shuffled);
    }

    /** What a task's source says of the examples that were left out; empty if none was. */
    String note() {
        return dropped == 0 ? "" : ", " + dropped + " dropped as repeated questions";
    }

    private static List<Example> distinct(List<Example> examples, Set<String> questions) {
        return examples.stream()
                .filter(example -> questions.add(example.comparableQuestion()))
                .toList();
    }
}
