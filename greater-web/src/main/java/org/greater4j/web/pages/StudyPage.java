package org.greater4j.web.pages;

import java.util.List;
import org.greater4j.app.study.Grid;
import org.greater4j.app.study.StudyFiles;
import org.greater4j.app.study.StudyTable;
import org.greater4j.web.live.RunState;
import org.greater4j.web.live.RunSummary;
import org.jspecify.annotations.Nullable;

/**
 * A study: its tables, and how far its runs are.
 *
 * @param id of its folder
 * @param grids its tables; empty before it has ended once
 * @param missing cells without a result and why
 * @param finished runs with a result
 * @param begun runs that were begun
 * @param running runs that a process works on
 * @param runs the address of the list of its runs
 */
public record StudyPage(
        String id, List<Grid> grids, List<String> missing, int finished, int begun, int running, String runs) {
    /**
     * Puts the page together.
     *
     * @param table of the study; null before it has ended once
     * @param runs those below its folder
     */
    public static StudyPage of(String id, @Nullable StudyTable table, List<RunSummary> runs) {
        return new StudyPage(
                id,
                table == null ? List.of() : StudyFiles.grids(table),
                table == null ? List.of() : table.missing(),
                count(runs, RunState.FINISHED),
                runs.size(),
                count(runs, RunState.RUNNING),
                Address.of("/").with("study", id).toString());
    }

    private static int count(List<RunSummary> runs, RunState state) {
        return (int) runs.stream().filter(run -> run.state() == state).count();
    }
}
