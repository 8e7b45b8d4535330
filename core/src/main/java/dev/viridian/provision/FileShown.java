package dev.viridian.provision;

/** How what is at a path is called for people. */
final class FileShown {
    private FileShown() {}

    static String kind(FileEntry entry) {
        return switch (entry.kind()) {
            case FILE -> "file";
            case DIRECTORY -> "folder";
            case LINK -> "link";
            case OTHER -> "device, pipe or socket";
        };
    }
}
