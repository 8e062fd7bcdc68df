package org.greater4j.app.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that tells of its work as runs do; what it does is said by the name of its directory. */
public final class ScriptedProgram {
    private ScriptedProgram() {}

    /** @param arguments {@code begin --json-stream} with an order on standard input, or {@code resume DIR --json-stream} */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = arguments[0].equals("begin")
                ? RunOrder.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
                        .directory()
                : Path.of(arguments[1]);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("said"), String.join(" ", List.of(arguments)));
        System.out.println("no JSON at all");
        System.out.println("{\"event\":\"note\",\"text\":\"fetching\"}");
        System.out.println("{\"event\":\"started\"}");
        System.out.println(
                "{\"event\":\"progress\",\"activity\":\"gradient\",\"step\":2,\"steps\":4,\"done\":1,\"total\":2,"
                        + "\"secondsLeft\":30}");
        String name = directory.getFileName().toString();
        if (name.startsWith("fails")) {
            System.out.println("{\"event\":\"error\",\"message\":\"expected a model, found none\"}");
            System.exit(2);
        }
        if (name.startsWith("crashes")) {
            System.err.println("something native");
            Runtime.getRuntime().halt(134);
        }
        if (name.startsWith("stays")) {
            new CountDownLatch(1).await();
        }
    }
}
