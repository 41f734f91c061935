package dev.brokerfall.scenario.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in a user's words: Java's own message is often nothing but the file's name. */
public final class FileReason {

    private FileReason() {}

    /** Returns the reason in a few words, with the file it is about where that is known. */
    public static String of(IOException failure) {
        if (!(failure instanceof FileSystemException its)) {
            return failure.getMessage() == null ? "it is not readable" : failure.getMessage();
        }
        String file = its.getFile() == null ? "it" : its.getFile();
        if (its instanceof AccessDeniedException) {
            return "no permission for " + file;
        }
        if (its instanceof NoSuchFileException) {
            return file + " is not there";
        }
        if (its instanceof FileAlreadyExistsException) {
            return file + " is in the way and is no folder";
        }
        if (its instanceof NotDirectoryException) {
            return file + " is no folder";
        }
        if (its instanceof DirectoryNotEmptyException) {
            return file + " is not empty";
        }
        return its.getReason() == null ? file : file + ": " + its.getReason();
    }
}
