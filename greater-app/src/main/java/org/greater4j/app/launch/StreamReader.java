package org.greater4j.app.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a run tells in lines of JSON ({@code --json-stream}). */
final class StreamReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> PHASES = List.of("propose", "gradient", "select");

    private @Nullable String error;

    /** What the run said when it failed, or null. */
    @Nullable
    String error() {
        return error;
    }

    /** The activity after a line; as before if the line says nothing of it. */
    RunActivity read(String line, RunActivity before) {
        JsonNode told;
        try {
            told = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            return before; // of a library that writes to standard output
        }
        return switch (told.path("event").asText()) {
            case "note" -> new RunActivity(before.phase(), told.path("text").asText(), before.fraction(), -1, null);
            case "started" -> new RunActivity(RunActivity.Phase.RUNNING, "scoring the initial prompt", -1, -1, null);
            case "progress" -> progress(told);
            case "error" -> {
                error = told.path("message").asText();
                yield before;
            }
            default -> before;
        };
    }

    private static RunActivity progress(JsonNode told) {
        String activity = told.path("activity").asText();
        int step = told.path("step").asInt();
        int steps = told.path("steps").asInt();
        int done = told.path("done").asInt();
        int total = told.path("total").asInt();
        boolean searching = PHASES.contains(activity);
        String label = (searching ? "step " + step + " of " + steps + ": " : "")
                + activity
                + (total > 0 ? String.format(Locale.ROOT, " %d/%d", done, total) : "");
        double within = total > 0 ? (double) done / total : 0;
        // a step's three parts take unlike times; the last is the longest by far
        double fraction =
                searching && steps > 0 ? (step - 1 + (PHASES.indexOf(activity) + within) / PHASES.size()) / steps : -1;
        return new RunActivity(
                RunActivity.Phase.RUNNING,
                label,
                searching ? fraction : within,
                told.path("secondsLeft").asDouble(-1),
                null);
    }
}
