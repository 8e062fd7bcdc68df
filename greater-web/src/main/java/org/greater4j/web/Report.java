package org.greater4j.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
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

    /** The whole file, to be written as UTF-8. */
    public String html() {
        StringOutput text = new StringOutput();
        Templates.ENGINE.render(TEMPLATE, Map.of("page", page, "assets", Assets.of("report")), new InertOutput(text));
        return text.toString();
    }

    /** Made on first use. */
    private static final class Templates {
        static final TemplateEngine ENGINE =
                TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.greater4j.web.templates");
    }
}
