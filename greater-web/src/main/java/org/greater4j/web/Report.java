package org.greater4j.web;

import java.time.Instant;
import java.util.Map;
import org.greater4j.run.RunHistory;
import org.greater4j.run.RunRecord;
import org.greater4j.web.report.ReportPage;

/**
 * A run as one HTML file that needs no other file and no network: for a browser, a colleague, or a printer.
 *
 * <p>An unfinished run gives a report of what there is, and the report says so.
 */
public final class Report {
    private static final String TEMPLATE = "report/document.jte";

    private final ReportPage page;

    private Report(ReportPage page) {
        this.page = page;
    }

    /**
     * The report of a run as it was read.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if an event of the run is of another form
     */
    public static Report of(RunRecord record) {
        return of(record, Instant.now());
    }

    static Report of(RunRecord record, Instant made) {
        return new Report(ReportPage.of(record, RunHistory.of(record), made));
    }

    /** The content security policy that stands in every report, for servers that set one of their own. */
    public static String policy() {
        return Assets.of("report").policy();
    }

    /** The whole file, to be written as UTF-8. */
    public String html() {
        return Templates.render(TEMPLATE, Map.of("page", page, "assets", Assets.of("report")));
    }
}
