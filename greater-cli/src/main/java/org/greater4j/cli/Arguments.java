package org.greater4j.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words of a command line and what they say: which command, with which options, or that help is wanted. */
final class Arguments {
    private final List<String> words;
    private final CommandLine leaf;
    private final List<Exception> errors;

    private Arguments(List<String> words, CommandLine leaf, List<Exception> errors) {
        this.words = words;
        this.leaf = leaf;
        this.errors = errors;
    }

    /**
     * Reads a command line, with the options of a {@code --config} file in front of its own.
     *
     * @throws GreaterException if that file can't be read; what is wrong with the options waits for {@link #check}
     */
    static Arguments parse(List<String> words, Style style) {
        Arguments plain = parsePlain(words, style);
        if (!(plain.command() instanceof OptimizeCommand optimize)
                || optimize.configFile() == null
                || plain.wantsHelp()) {
            return plain;
        }
        int name = words.indexOf(plain.leaf.getCommandName());
        List<String> all = new ArrayList<>(words.subList(0, name + 1));
        all.addAll(ConfigFile.read(optimize.configFile(), plain.leaf.getCommandSpec()));
        all.addAll(words.subList(name + 1, words.size()));
        return parsePlain(all, style);
    }

    private static Arguments parsePlain(List<String> words, Style style) {
        CommandLine root = new CommandLine(new GreaterCommand());
        root.setExpandAtFiles(false); // @FILE means the text in a file here
        root.setOverwrittenOptionsAllowed(true); // a flag after the configuration file's
        root.setUsageHelpAutoWidth(false);
        root.setUsageHelpWidth(80);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                style == Style.COLOURED ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        collectErrors(root);
        ParseResult parsed = root.parseArgs(words.toArray(String[]::new));
        List<Exception> errors = new ArrayList<>();
        ParseResult leaf = parsed;
        errors.addAll(leaf.errors());
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
            leaf.errors().stream().filter(error -> !errors.contains(error)).forEach(errors::add);
        }
        return new Arguments(List.copyOf(words), leaf.commandSpec().commandLine(), errors);
    }

    private static void collectErrors(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(Arguments::collectErrors);
    }

    /** Whether a flag stands there; asked even when the rest can't be read, so that errors are told as wanted. */
    static boolean has(List<String> words, String flag) {
        int end = words.indexOf("--");
        return words.subList(0, end < 0 ? words.size() : end).contains(flag);
    }

    boolean has(String flag) {
        return has(words, flag);
    }

    boolean wantsHelp() {
        return leaf.isUsageHelpRequested();
    }

    boolean wantsVersion() {
        return leaf.isVersionHelpRequested();
    }

    String help() {
        return leaf.getUsageMessage();
    }

    String version() {
        return Stream.of(leaf.getCommandSpec().version()).findFirst().orElse("");
    }

    Command command() {
        return (Command) leaf.getCommandSpec().userObject();
    }

    /** What is wrong with the options, one a line; none if they are sound. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Exception error : errors) {
            problems.add(
                    error instanceof ParameterException parameter
                            ? problem(parameter)
                            : String.valueOf(error.getMessage()));
        }
        problems.addAll(command().problems());
        return problems;
    }

    /** Throws if an option is wrong, naming all that are. */
    void check(String commandName) {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            String help = commandName + leaf.getCommandSpec().qualifiedName().substring("greater".length()) + " --help";
            List<String> distinct = problems.stream().distinct().toList();
            String all = distinct.size() == 1
                    ? distinct.get(0)
                    : distinct.size() + " problems\n  - " + String.join("\n  - ", distinct);
            throw new GreaterException(ErrorCode.INVALID_OPTION, all + "\nsee `" + help + "`");
        }
    }

    private static String problem(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            String found = unmatched.getUnmatched().get(0);
            List<String> near = unmatched.getSuggestions().stream()
                    .filter(suggestion -> !suggestion.contains("no-") || found.contains("no-"))
                    .limit(3)
                    .toList();
            return (unmatched.isUnknownOption() ? "unknown option '" : "unexpected '") + found + "'"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
        }
        ArgSpec argument = error.getArgSpec();
        String value = error.getValue();
        if (argument != null && value != null) {
            return name(argument) + ": " + wrongValue(error, argument, value);
        }
        return String.valueOf(error.getMessage());
    }

    private static String wrongValue(ParameterException error, ArgSpec argument, String value) {
        Class<?> type = argument.type();
        if (type == Integer.class || type == Long.class) {
            return "expected a whole number" + (type == Integer.class ? " of at most 2147483647" : "") + ", found '"
                    + value + "'";
        }
        if (type == Double.class) {
            return "expected a number, found '" + value + "'";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "expected no value, found '" + value + "'";
        }
        String message = String.valueOf(error.getMessage());
        int told = message.indexOf("expected ");
        return told < 0 ? message : message.substring(told);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** A path out of an option. */
    static File file(@Nullable String text, String option) {
        if (text == null || text.isBlank() || text.indexOf('\0') >= 0) {
            throw new GreaterException(ErrorCode.INVALID_OPTION, option + ": expected a path, found '" + text + "'");
        }
        return new File(text);
    }

    @Override
    public String toString() {
        return Arrays.toString(words.toArray());
    }
}
