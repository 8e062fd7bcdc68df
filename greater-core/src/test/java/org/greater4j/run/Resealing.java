package org.greater4j.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Changes the lines of an event log and gives them sound checksums: for what a checksum can't notice. */
public final class Resealing {
    private static final String SEAL = ",\"checksum\":\"";

    private Resealing() {}

    /** @param edit of a line without its checksum, a whole JSON object */
    public static void rewrite(Path events, UnaryOperator<String> edit) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        String checksum = "";
        for (String line : Files.readAllLines(events)) {
            String object = edit.apply(line.substring(0, line.lastIndexOf(SEAL)) + "}");
            byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
            checksum = EventLines.checksum(checksum, bytes);
            log.writeBytes(EventLines.seal(bytes, checksum));
            log.write('\n');
        }
        Files.write(events, log.toByteArray());
    }
}
