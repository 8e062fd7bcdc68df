package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Function;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.study.Study;
import org.greater4j.app.study.StudyFiles;
import org.greater4j.app.study.StudyPlan;
import org.greater4j.app.study.StudyTable;
import org.greater4j.feedback.remote.Spending;

/** Works off a study and shows its table: the same for whoever made the plan. */
record StudyCompletion(Invocation invocation, StudyPlan plan, Path directory) {
    /**
     * Runs the cells, writes the table and prints it.
     *
     * @param study made with the narrator that it tells
     * @param goOn the command that goes on with it
     * @return the exit code: 0, or that of the first cell that failed
     * @throws EndedEarly if a failure ended the study before its last cell
     */
    int complete(Function<StudyNarrator, Study> study, String goOn) {
        String advice = "go on with\n  " + goOn;
        invocation.interruption().advise(advice);
        Study.Outcome outcome;
        try {
            outcome = study.apply(new StudyNarrator(invocation.narration(), directory))
                    .run(plan, directory);
        } catch (Interruption.Requested | Models.InterruptedDownload e) {
            invocation.narration().clear();
            throw new Interrupted("interrupted; " + advice);
        }
        invocation.narration().clear();
        StudyTable table = StudyFiles.table(plan, outcome);
        StudyFiles.write(table, directory);
        Spending spending = outcome.spending();
        if (spending != null) {
            invocation.narration().say("remote calls: " + SpendingText.of(spending));
        }
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            object.put("directory", directory.toAbsolutePath().normalize().toString());
            object.setAll((ObjectNode) JsonOutput.of(table));
            object.set("spending", spending == null ? null : JsonOutput.of(spending));
            if (outcome.ended() != null) {
                object.setAll(JsonOutput.error(Failure.of(outcome.ended())));
            }
            JsonOutput.print(invocation.terminal(), object);
        } else {
            invocation.terminal().out().print(StudyFiles.markdown(table));
        }
        if (outcome.ended() != null) {
            throw new EndedEarly(outcome.ended());
        }
        return outcome.failures().isEmpty()
                ? 0
                : outcome.failures().get(0).failure().code().blame().exitCode();
    }
}
