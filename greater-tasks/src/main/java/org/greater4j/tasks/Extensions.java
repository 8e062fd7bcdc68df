package org.greater4j.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.task.AnswerFormat;
import org.greater4j.task.Metric;
import org.greater4j.task.StandardMetric;

/** Answer formats and metrics of the user's own, found on the class path by {@link ServiceLoader}. */
final class Extensions {
    private Extensions() {}

    /** The names of the program's answer formats, then those of the user's own. */
    static List<String> answerFormats() {
        List<String> names = own();
        try {
            ServiceLoader.load(AnswerFormat.class).forEach(format -> names.add(format.name()));
        } catch (ServiceConfigurationError e) {
            // said in full when a format of that name is asked for
            return own();
        }
        return names;
    }

    /** The user's own answer format of a name. */
    static AnswerFormat answerFormat(String name) {
        return find(AnswerFormat.class, AnswerFormat::name, name, "answer format", own());
    }

    private static List<String> own() {
        return new ArrayList<>(
                Arrays.stream(AnswerKind.values()).map(AnswerKind::label).toList());
    }

    /** The metric of a name, the program's own first. */
    static Metric metric(String name) {
        List<String> known = new ArrayList<>();
        for (StandardMetric metric : StandardMetric.values()) {
            if (metric.label().equalsIgnoreCase(name.strip())) {
                return metric;
            }
            known.add(metric.label());
        }
        return find(Metric.class, Metric::label, name, "metric", known);
    }

    private static <T> T find(
            Class<T> service, Function<T, String> nameOf, String name, String role, List<String> known) {
        try {
            for (T found : ServiceLoader.load(service)) {
                if (nameOf.apply(found).equalsIgnoreCase(name.strip())) {
                    return found;
                }
                known.add(nameOf.apply(found));
            }
        } catch (ServiceConfigurationError e) {
            throw new GreaterException(
                    ErrorCode.INVALID_OPTION,
                    role + " '" + name + "': expected classes with a public constructor without parameters in"
                            + " META-INF/services/" + service.getName() + ", found: " + e.getMessage(),
                    e);
        }
        throw new GreaterException(
                ErrorCode.INVALID_OPTION,
                role + ": expected one of " + String.join(", ", known)
                        + ", or the name of a class in META-INF/services/" + service.getName() + ", found '" + name
                        + "'");
    }
}
