package org.greater4j.app.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.greater4j.app.catalogue.CatalogueEntry;

/** A file at a web address. */
final class HttpSource implements ModelSource {
    private final String label;
    private final URI address;
    private final SourceSettings settings;
    private final HttpConnection connection;

    HttpSource(String label, URI address, SourceSettings settings, HttpConnection connection) {
        this.label = label;
        this.address = address;
        this.settings = settings;
        this.connection = connection;
    }

    @Override
    public String description() {
        return label + " (" + HttpProblems.shown(address) + ")";
    }

    @Override
    public void fetch(CatalogueEntry entry, CachePaths paths, TransferProgress progress)
            throws SourceFailure, IOException, InterruptedException {
        new ResumableTransfer(this::get, address, entry.sizeBytes(), paths.partial(), settings).run(progress);
    }

    private HttpResponse<BodyChunks> get(URI from, Map<String, String> headers)
            throws SourceFailure, InterruptedException {
        HttpResponse<BodyChunks> response = connection.get(from, headers);
        int status = response.statusCode();
        if (status == 200 || status == 206 || status == 416) {
            return response;
        }
        response.body().close();
        boolean refused = (status == 401 || status == 403) && connection.hasToken();
        throw new SourceFailure(HttpProblems.refusal(status) + (refused ? "; does HF_TOKEN still hold?" : ""));
    }
}
