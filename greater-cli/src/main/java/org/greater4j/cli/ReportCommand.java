package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.greater4j.run.AtomicFile;
import org.greater4j.run.RunRecord;
import org.greater4j.web.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "report",
        header = "Write a run as one HTML file.",
        description = {
            "",
            "The file needs no other file and no network: what came of the run, the prompts and what changed, the search step by"
                    + " step, and what the model answers before and after. An unfinished run gives a report of what there is;"
                    + " the run itself is not touched."
        },
        footerHeading = "%nExamples%n",
        footer = {"  greater report runs/mine", "  greater report runs/mine --out mine.html"})
final class ReportCommand implements Command {
    private static final String FILE_NAME = "report.html";
    private static final String BEGINNING = "<!doctype html>";

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The run directory.")
    @Nullable
    String directory;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; an earlier report is replaced (default: DIR/" + FILE_NAME + ").")
    @Nullable
    String out;

    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public List<String> problems() {
        return directory == null ? List.of("DIR: expected a run directory, found none") : List.of();
    }

    @Override
    public int run(Invocation invocation) {
        Path run = Arguments.file(directory, "DIR").toPath();
        Path file = out == null
                ? run.resolve(FILE_NAME)
                : Arguments.file(out, "--out").toPath();
        RunRecord record = RunRecord.read(run);
        requireReplaceable(file);
        byte[] html = Report.of(record).html().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, html);
        boolean finished = record.result() != null;
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.put("report", file.toAbsolutePath().normalize().toString());
            object.put("directory", run.toAbsolutePath().normalize().toString());
            object.put("finished", finished);
            object.put("bytes", html.length);
            JsonOutput.print(invocation.terminal(), object);
        } else {
            invocation
                    .terminal()
                    .out()
                    .println(file + " (" + Text.bytes(html.length) + (finished ? "" : ", of an unfinished run") + ")");
        }
        return 0;
    }

    /** Whatever else stands at the path is somebody's, perhaps the run's own. */
    private static void requireReplaceable(Path file) {
        if (!Files.exists(file)) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new GreaterException(
                        ErrorCode.FILE_NOT_FOUND,
                        "--out: expected a file in a folder that exists, found no folder " + folder
                                + "; make it, or choose another --out");
            }
            return;
        }
        String found = Files.isDirectory(file) ? "a folder" : isReport(file) ? "" : "a file that is no report";
        if (!found.isEmpty()) {
            throw new GreaterException(
                    ErrorCode.OUTPUT_EXISTS,
                    "--out: expected nothing or an earlier report, found " + found + " at " + file
                            + "; choose another --out");
        }
    }

    private static boolean isReport(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String beginning = new String(in.readNBytes(BEGINNING.length()), StandardCharsets.UTF_8);
            return beginning.toLowerCase(Locale.ROOT).equals(BEGINNING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
