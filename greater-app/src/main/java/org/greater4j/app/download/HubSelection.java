package org.greater4j.app.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** Which files of a repository make a model: the configuration, the tokenizer, the card, and the weights in one of the forms they come in. */
final class HubSelection {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    static final String CARD = "README.md";

    private static final List<String> SMALL = List.of(
            CONFIG,
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "chat_template.jinja",
            "chat_template.json",
            CARD);
    private static final long LARGEST_CARD = 1 << 20;
    private static final int NAMED_FILES = 8;
    private static final Pattern PLAIN_FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private HubSelection() {}

    /**
     * The files to fetch first; those that an index names come later.
     *
     * @throws GreaterException FILE_NOT_FOUND for a GGUF file that is not there; UNSUPPORTED_MODEL for a repository without configuration or
     *     without weights in safetensors
     */
    static List<HubListing.Entry> first(HubName name, HubListing listing) {
        if (name.file() != null) {
            HubListing.Entry file = listing.find(name.file())
                    .orElseThrow(() -> new GreaterException(
                            ErrorCode.FILE_NOT_FOUND,
                            "hub model " + name + ": expected the file " + name.file()
                                    + " in the repository, found none" + among(ggufFiles(listing))
                                    + "; give the name of one of its files"));
            List<HubListing.Entry> files = new ArrayList<>(List.of(file));
            card(listing, files);
            return files;
        }
        List<HubListing.Entry> files = new ArrayList<>();
        for (String path : SMALL) {
            if (path.equals(CARD)) {
                card(listing, files);
            } else {
                listing.find(path).ifPresent(files::add);
            }
        }
        if (listing.find(CONFIG).isEmpty()) {
            throw withoutModel(name, listing, "a " + CONFIG);
        }
        files.add(listing.find(WEIGHTS)
                .or(() -> listing.find(INDEX))
                .orElseThrow(() -> withoutModel(name, listing, "weights in " + WEIGHTS + " or " + INDEX)));
        return files;
    }

    /**
     * The weights that an index names.
     *
     * @throws GreaterException INVALID_MODEL if it is no index, or names files that the repository does not have
     */
    static List<HubListing.Entry> shards(HubName name, HubListing listing, Path index) {
        List<HubListing.Entry> shards = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String path : shardNames(index)) {
            listing.find(path).ifPresentOrElse(shards::add, () -> problems.add("found no " + path));
        }
        if (!problems.isEmpty()) {
            throw GreaterException.ofAll(
                    ErrorCode.INVALID_MODEL,
                    "hub model " + name + ": expected all files that " + INDEX + " names in the repository",
                    problems);
        }
        return shards;
    }

    /** The files that an index names, each once; INVALID_MODEL if it can't be read as one. */
    static List<String> shardNames(Path index) {
        TreeSet<String> names = new TreeSet<>();
        try {
            JsonNode map =
                    new ObjectMapper().readTree(Files.readAllBytes(index)).path("weight_map");
            map.forEach(shard -> names.add(shard.asText()));
        } catch (IOException e) {
            throw noIndex(index, CatalogueFiles.reason(e));
        }
        // the index comes from the repository: none of its names may lead elsewhere
        if (names.isEmpty()
                || !names.stream().allMatch(shard -> PLAIN_FILE.matcher(shard).matches())) {
            throw noIndex(index, names.isEmpty() ? "none" : "names that are none of files beside it");
        }
        return List.copyOf(names);
    }

    private static GreaterException noIndex(Path index, String found) {
        return new GreaterException(
                ErrorCode.INVALID_MODEL,
                "model index: expected JSON that names the file of every tensor in weight_map, found " + found + " in "
                        + index + "; fetch it again");
    }

    private static void card(HubListing listing, List<HubListing.Entry> files) {
        listing.find(CARD).filter(card -> card.sizeBytes() <= LARGEST_CARD).ifPresent(files::add);
    }

    private static GreaterException withoutModel(HubName name, HubListing listing, String expected) {
        List<String> gguf = ggufFiles(listing);
        String advice = gguf.isEmpty()
                ? "give a repository with safetensors, or a .gguf file"
                : "name one of its GGUF files: --model " + name.repository() + "/FILE.gguf";
        return new GreaterException(
                ErrorCode.UNSUPPORTED_MODEL,
                "hub model " + name + ": expected " + expected + ", found none in the repository" + among(gguf) + "; "
                        + advice);
    }

    private static List<String> ggufFiles(HubListing listing) {
        return listing.files().stream()
                .map(HubListing.Entry::path)
                .filter(HubName::isGguf)
                .sorted()
                .toList();
    }

    private static String among(List<String> files) {
        if (files.isEmpty()) {
            return "";
        }
        List<String> named = files.subList(0, Math.min(NAMED_FILES, files.size()));
        String more = files.size() > NAMED_FILES ? " and " + (files.size() - NAMED_FILES) + " more" : "";
        return ", which has " + String.join(", ", named) + more;
    }
}
