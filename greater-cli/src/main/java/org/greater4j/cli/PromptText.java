package org.greater4j.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as the command line names it: by its text, by a file, or by the run that found it.
 *
 * @param text the prompt
 * @param spelled whether the text is put into the chat letter by letter, since it was not typed on the command line
 * @param run the run directory that it came from, or null
 */
record PromptText(String text, boolean spelled, @Nullable Path run) {
    private static final String PROMPT_FILE = "prompt.txt";
    // one word with a slash in it: hardly a prompt
    private static final Pattern LIKE_A_PATH = Pattern.compile("\\S*/\\S*");

    /** {@code TEXT}, {@code @FILE} or a run directory. */
    static PromptText of(String argument) {
        return of(argument, "--prompt");
    }

    /** The same for another option. */
    static PromptText of(String argument, String option) {
        if (argument.startsWith("@")) {
            Path file = Arguments.file(argument.substring(1), option).toPath();
            Path folder = file.toAbsolutePath().normalize().getParent();
            boolean recorded = folder != null && RunRecord.isRun(folder);
            Path shown = file.getParent() == null ? Path.of("") : file.getParent();
            return new PromptText(read(file, option), true, recorded ? shown : null);
        }
        if (!argument.isBlank() && argument.indexOf('\0') < 0 && argument.length() < 1000) {
            Path directory = Arguments.file(argument, option).toPath();
            if (RunRecord.isRun(directory)) {
                return ofRun(directory, option);
            }
            if (LIKE_A_PATH.matcher(argument).matches()) {
                throw new GreaterException(
                        ErrorCode.INVALID_PROMPT,
                        option + ": expected a text, @FILE or a run directory, found '" + argument
                                + "', which looks like a path with no run at it; mend the path, or put a space in front to"
                                + " measure it as a text");
            }
        }
        return new PromptText(argument, false, null);
    }

    private static PromptText ofRun(Path directory, String option) {
        Path file = directory.resolve(PROMPT_FILE);
        if (!Files.exists(file)) {
            throw new GreaterException(
                    ErrorCode.INVALID_RUN,
                    option + ": expected a finished run, found no " + PROMPT_FILE + " in " + directory
                            + "; finish it by `greater resume " + Text.shellWord(directory.toString()) + "`");
        }
        return new PromptText(read(file, option), true, directory);
    }

    /** The prompt that a run begins with: {@code TEXT} or {@code @FILE}. */
    static String initial(String argument) {
        return argument.startsWith("@")
                ? read(Arguments.file(argument.substring(1), "--init").toPath(), "--init")
                : argument;
    }

    // editors end a file by a newline that nobody means, and some begin it by a byte order mark
    private static String read(Path file, String option) {
        try {
            String text = Files.readString(file);
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            throw new GreaterException(
                    ErrorCode.INVALID_PROMPT,
                    option + ": expected UTF-8 text, found other bytes in " + file + "; save it as UTF-8",
                    e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    option + ": expected a file that can be read, found "
                            + (Files.exists(file) ? "one that can't be" : "nothing") + " at " + file
                            + "; check the path, or leave the @ out if it is the text itself",
                    e);
        }
    }
}
