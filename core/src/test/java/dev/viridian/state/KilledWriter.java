package dev.viridian.state;

import dev.viridian.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that is killed after it has written a draft, and before that has a key. */
public final class KilledWriter {
    private static final String WRITTEN = "written";

    private KilledWriter() {}

    static Process start(Path folder) throws IOException {
        return JavaProcess.start(KilledWriter.class, folder.toString());
    }

    static void awaitItsDraft(Process writer) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8));
        String said = output.readLine();
        if (!WRITTEN.equals(said)) {
            throw new IOException("The writer did not come to its draft. It said: " + said);
        }
    }

    /** Takes the folder. */
    public static void main(String[] arguments) throws Exception {
        try (Drafts.Draft draft = Drafts.in(Path.of(arguments[0])).write(() -> "never finished")) {
            System.out.println(draft.lock().isValid() ? WRITTEN : "not locked");
            new CountDownLatch(1).await();
        }
    }
}
