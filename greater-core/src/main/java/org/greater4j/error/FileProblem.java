package org.greater4j.error;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words what a failure of the file system means: the message of many is a path alone, and their meaning is in the class. */
public final class FileProblem {
    private FileProblem() {}

    /** The failure, without a path where the system gives a reason of its own. */
    public static String of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "access denied";
        }
        if (failure instanceof NoSuchFileException missing) {
            return "nothing at " + missing.getFile();
        }
        if (failure instanceof FileAlreadyExistsException existing) {
            return "something at " + existing.getFile();
        }
        if (failure instanceof CharacterCodingException) {
            return "bytes that are no UTF-8";
        }
        if (failure instanceof NotDirectoryException) {
            return "no folder";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "a folder that is not empty";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        @Nullable String message = failure.getMessage();
        if (failure instanceof FileNotFoundException && message != null && message.endsWith(")")) {
            // "/path (No such file or directory)"
            return lowerCase(message.substring(message.lastIndexOf('(') + 1, message.length() - 1));
        }
        return message == null ? words(failure.getClass().getSimpleName()) : lowerCase(message);
    }

    private static String lowerCase(String message) {
        boolean sentence = message.length() > 1 && !Character.isUpperCase(message.charAt(1));
        return sentence ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) : message;
    }

    // ClosedChannelException: "closed channel"
    private static String words(String name) {
        return name.replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
