package org.greater4j.app.study;

import java.util.List;

/** Grids as one HTML page without scripts and without anything from elsewhere. */
final class HtmlText {
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
              color: #1b1b1b; background: #fff; }
            table { border-collapse: collapse; margin: 1rem 0; }
            th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
            th { border-bottom: 2px solid #888; }
            .name { text-align: left; }
            p { color: #555; margin: .25rem 0; }
            @media (prefers-color-scheme: dark) {
              body { color: #e6e6e6; background: #161616; } p { color: #aaa; } th, td { border-color: #444; } }
            """;

    private HtmlText() {}

    static String of(String title, List<Grid> grids) {
        StringBuilder page = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escape(title))
                .append("</h1>\n");
        for (Grid grid : grids) {
            page.append("<h2>").append(escape(grid.title())).append("</h2>\n<table>\n<thead>");
            row(page, grid, grid.header(), "th");
            page.append("</thead>\n<tbody>\n");
            grid.rows().forEach(row -> row(page, grid, row, "td"));
            page.append("</tbody>\n</table>\n");
            grid.notes().forEach(note -> page.append("<p>").append(escape(note)).append("</p>\n"));
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static void row(StringBuilder page, Grid grid, List<String> cells, String tag) {
        page.append("<tr>");
        for (int column = 0; column < cells.size(); column++) {
            page.append('<')
                    .append(tag)
                    .append(column < grid.leftColumns() ? " class=\"name\">" : ">")
                    .append(escape(cells.get(column)))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        page.append("</tr>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
