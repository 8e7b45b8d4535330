package dev.viridian.files;

import java.io.IOException;
import java.util.Locale;

/** Whether there was no space: no exception of Java's says so but by the system's words. */
public final class FullDisk {
    private FullDisk() {}

    /** Whether the system says that the disk, or what this user may have of it, is full. */
    public static boolean isSaidBy(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }
}
