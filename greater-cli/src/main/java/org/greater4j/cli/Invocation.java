package org.greater4j.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.download.DownloadListener;
import org.greater4j.app.memory.MemoryCeiling;
import org.greater4j.feedback.remote.RetryPause;
import org.jspecify.annotations.Nullable;

/**
 * One use of the command line.
 *
 * @param words what the user typed behind the program's name
 * @param terminal where it writes
 * @param narration what is told while it works
 * @param interruption ends its work early
 * @param json whether the answer is one JSON object
 * @param stream what is told to programs while it works; null if nothing is
 */
record Invocation(
        List<String> words,
        Terminal terminal,
        Narration narration,
        Interruption interruption,
        boolean json,
        @Nullable JsonStream stream) {
    private static final Duration QUIET_PAUSE = Duration.ofSeconds(2);
    private static final int PROBLEM_LENGTH = 120;

    Invocation {
        words = List.copyOf(words);
    }

    /** What a user types to do the same again. */
    String again() {
        return typed(words);
    }

    /** The same with an option that was chosen for the user unless it was typed. */
    String again(String option, String value) {
        List<String> all = new ArrayList<>(words);
        if (words.stream().noneMatch(word -> word.equals(option) || word.startsWith(option + "="))) {
            all.addAll(List.of(option, value));
        }
        return typed(all);
    }

    private String typed(List<String> all) {
        return narration.command() + " " + all.stream().map(Text::shellWord).collect(Collectors.joining(" "));
    }

    /** Models that tell of their downloads. */
    Models models() {
        return models(MemoryCeiling.NONE);
    }

    /** The same, with a ceiling of memory. */
    Models models(MemoryCeiling ceiling) {
        ProcessEnd.prepareMeanwhile(); // whoever asks for models will compute
        DownloadNarrator narrator = new DownloadNarrator(narration);
        DownloadListener listener = stream == null
                ? narrator
                : event -> {
                    narrator.onEvent(event);
                    stream.onEvent(event);
                };
        return new Models(terminal.environment(), listener, interruption, ceiling, this::tell);
    }

    // short pauses pass unnoticed; programs that read JSON get results alone
    private void tell(RetryPause pause) {
        if (!json && stream == null && pause.length().compareTo(QUIET_PAUSE) > 0) {
            narration.say("waiting " + pause.length().toSeconds() + " s before attempt " + (pause.retry() + 1) + " of "
                    + (pause.retries() + 1) + ": " + Text.clip(Text.flat(pause.problem()), PROBLEM_LENGTH));
        }
    }
}
