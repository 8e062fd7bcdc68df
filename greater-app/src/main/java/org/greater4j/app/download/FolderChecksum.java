package org.greater4j.app.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.greater4j.error.ErrorCode;
import org.greater4j.error.GreaterException;

/** SHA-256 of a model's folder: of the names and checksums of the files that make the model. */
public final class FolderChecksum {
    private static final List<String> ENDINGS = List.of(".json", ".jinja", ".safetensors");

    private FolderChecksum() {}

    /**
     * Reads every file of the model once.
     *
     * @return 64 lower-case hexadecimal digits
     * @throws GreaterException ({@code FILE_NOT_FOUND}) if one can't be read
     */
    public static String sha256(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : listed.filter(FolderChecksum::counts).sorted().toList()) {
                String line = file.getFileName() + " " + Checksum.sha256(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new GreaterException(
                    ErrorCode.FILE_NOT_FOUND,
                    "model folder: expected files that can be read, found " + CatalogueFiles.reason(e) + " in " + folder
                            + "; check their permissions",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean counts(Path file) {
        return Files.isRegularFile(file)
                && ENDINGS.stream().anyMatch(ending -> file.toString().endsWith(ending));
    }
}
