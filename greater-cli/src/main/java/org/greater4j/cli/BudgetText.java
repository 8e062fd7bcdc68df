package org.greater4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.greater4j.app.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The limits that {@code --budget tokens=…,minutes=…} names.
 *
 * @param limitsCalls whether calls are limited too
 * @param problems what could not be read
 */
record BudgetText(Budget budget, boolean limitsCalls, List<String> problems) {
    static BudgetText parse(@Nullable String text) {
        if (text == null) {
            return new BudgetText(Budget.NONE, false, List.of());
        }
        List<String> problems = new ArrayList<>();
        Long tokens = null;
        Double minutes = null;
        boolean calls = false;
        for (String part : text.split(",", -1)) {
            int sign = part.indexOf('=');
            String name = sign < 0 ? part.strip() : part.substring(0, sign).strip();
            String value = sign < 0 ? "" : part.substring(sign + 1).strip();
            try {
                switch (name) {
                    case "tokens" -> tokens = Long.valueOf(value.replace("_", ""));
                    case "minutes" -> minutes = Double.valueOf(value);
                    case "calls" -> calls = true;
                    default -> problems.add("--budget: expected tokens=N or minutes=X, found '" + part.strip() + "'");
                }
            } catch (NumberFormatException e) {
                problems.add("--budget " + name + ": expected a number, found '" + value + "'");
            }
        }
        return new BudgetText(new Budget(tokens, minutes), calls, List.copyOf(problems));
    }
}
