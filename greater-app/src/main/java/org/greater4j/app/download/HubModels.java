package org.greater4j.app.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;
import org.jspecify.annotations.Nullable;

/**
 * Models of the Hugging Face hub: found in its cache, else fetched into it.
 *
 * <p>A commit that is here needs no network. Of a branch or tag the hub is asked where it is now; if it can't be asked, what is here is
 * used, and that is told.
 */
final class HubModels {
    private final Map<String, String> environment;
    private final SourceSettings settings;
    private final DownloadListener listener;

    HubModels(Map<String, String> environment, SourceSettings settings, DownloadListener listener) {
        this.environment = environment;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * A model in the cache.
     *
     * @param name as asked for, at the commit that it was found at
     * @param path a snapshot's folder, or a GGUF file in one
     */
    record Found(HubName name, Path path) {}

    /** The folder of all repositories. */
    Path cache() {
        return HubSettings.of(environment).cache();
    }

    /** The model, if it is completely in the cache; the hub is not asked. */
    Optional<Found> find(HubName name) {
        try {
            return find(name, new HubCache(cache(), name.repository()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The model, fetched if need be.
     *
     * @param check whether contents that are here already are held against their hashes again
     * @throws GreaterException FILE_NOT_FOUND, ACCESS_REFUSED, UNSUPPORTED_MODEL, INVALID_MODEL or DOWNLOAD_FAILED, as the hub says;
     *     NOT_WRITABLE if the cache can't take it
     * @throws InterruptedException soon after an interrupt; what came so far stays and is gone on with next time
     */
    Found obtain(HubName name, boolean check) throws InterruptedException {
        HubSettings hub = HubSettings.of(environment);
        HubCache cache = new HubCache(hub.cache(), name.repository());
        try {
            @Nullable Found here = find(name, cache).orElse(null);
            if (here != null && !check && (hub.offline() || HubName.isCommit(name.revision()))) {
                return here;
            }
            if (hub.offline()) {
                return checked(name, orNotHere(name, cache, here));
            }
            return obtainOnline(name, hub, cache, here, check);
        } catch (ClosedByInterruptException e) {
            throw CatalogueFiles.interrupted(e);
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.NOT_WRITABLE,
                    "hub cache: expected a folder to read and write, with room for the model, found "
                            + CatalogueFiles.reason(e) + " in " + cache.folder()
                            + "; make room, or set HF_HUB_CACHE to another folder",
                    e);
        }
    }

    private Found obtainOnline(HubName name, HubSettings hub, HubCache cache, @Nullable Found here, boolean check)
            throws IOException, InterruptedException {
        HubClient client = new HubClient(name, hub, settings, EnvironmentProxies.of(environment), listener);
        HubListing listing;
        try {
            listing = client.list();
        } catch (SourceFailure unreachable) {
            if (here == null) {
                throw unreachable(name, client, unreachable.reason());
            }
            listener.onEvent(
                    new DownloadEvent.UsingWhatIsHere(client.description(), unreachable.reason(), here.path()));
            return check ? checked(name, here) : here;
        }
        new HubDownload(name, client, cache, listing, listener).run(check);
        HubName pinned = name.at(listing.commit());
        return find(pinned, cache).orElseThrow(() -> incomplete(pinned, cache));
    }

    private static Found orNotHere(HubName name, HubCache cache, @Nullable Found here) {
        if (here == null) {
            throw new GreaterException(
                    ErrorCode.DOWNLOAD_FAILED,
                    "hub model " + name
                            + ": expected it in the cache, since HF_HUB_OFFLINE is set, found no complete copy" + " in "
                            + cache.folder() + "; unset the variable to fetch it");
        }
        return here;
    }

    // without the hub's list, by the hashes that are the contents' names
    private Found checked(HubName name, Found here) throws IOException {
        @Nullable String problem = ModelFiles.problem(here.path(), listener);
        if (problem != null) {
            throw new GreaterException(
                    ErrorCode.CHECKSUM_MISMATCH,
                    "hub model " + name + ": " + problem + "; fetch it again when the hub can be asked");
        }
        return here;
    }

    /** A complete model of that revision in the cache. */
    private static Optional<Found> find(HubName name, HubCache cache) throws IOException {
        @Nullable String commit = cache.commit(name.revision()).orElse(null);
        if (commit == null) {
            return Optional.empty();
        }
        Path snapshot = cache.snapshot(commit);
        Path path = name.file() == null ? snapshot : snapshot.resolve(name.file());
        return ModelFiles.isComplete(path) ? Optional.of(new Found(name.at(commit), path)) : Optional.empty();
    }

    private static GreaterException unreachable(HubName name, HubClient client, String reason) {
        return new GreaterException(
                ErrorCode.DOWNLOAD_FAILED,
                "hub model " + name + ": expected an answer from " + client.description() + ", found: " + reason
                        + "; there is no copy in the cache; check the network and HTTPS_PROXY, set HF_ENDPOINT to a mirror, or"
                        + " pass the path of a model on this machine");
    }

    private static GreaterException incomplete(HubName name, HubCache cache) {
        return new GreaterException(
                ErrorCode.DOWNLOAD_FAILED,
                "hub model " + name + ": expected all its files after the download, found some gone in "
                        + cache.snapshot(name.revision()) + "; was the cache cleaned meanwhile? try again");
    }
}
