package org.greater4j.run;

import java.util.List;
import org.greater4j.task.Example;
import org.greater4j.task.Split;

/**
 * The examples of a run, by their ids and in order.
 *
 * @param train what the gradient and the training score were taken on
 * @param dev what the result was chosen on
 * @param test what the initial and the final prompt were measured on
 */
public record SplitIds(List<String> train, List<String> dev, List<String> test) {
    public SplitIds {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    public static SplitIds of(Split split) {
        return new SplitIds(ids(split.train()), ids(split.dev()), ids(split.test()));
    }

    private static List<String> ids(List<Example> examples) {
        return examples.stream().map(Example::id).toList();
    }
}
