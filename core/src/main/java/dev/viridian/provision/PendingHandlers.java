package dev.viridian.provision;

import java.nio.charset.StandardCharsets;

/** The handlers that are due, as files of the host, so that a death between a change and its handler forgets nothing. */
record PendingHandlers(HostFiles files) {
    private static final String FOLDER = ".viridian/due/";
    private static final FileAccess ACCESS = FileAccess.FILE.mode("0600");

    boolean isDue(String handler) {
        return files.look(FOLDER + handler).isPresent();
    }

    void due(String handler) {
        if (!isDue(handler)) {
            files.write(FOLDER + handler, "due\n".getBytes(StandardCharsets.UTF_8), ACCESS);
        }
    }

    void done(String handler) {
        files.remove(FOLDER + handler);
    }
}
