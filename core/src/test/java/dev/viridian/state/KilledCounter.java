package dev.viridian.state;

import dev.viridian.JavaProcess;
import dev.viridian.spi.StateStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that counts up at one key until it is killed, and says each number when the store has told it that it is there. */
public final class KilledCounter {
    private KilledCounter() {}

    static Process start(Path folder) throws IOException {
        return JavaProcess.start(KilledCounter.class, folder.toString());
    }

    /** Kills it as soon as it has said that number; answers the last one that it said before it was dead. */
    static int killedAfter(Process counter, int number) throws IOException, InterruptedException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(counter.getInputStream(), StandardCharsets.UTF_8));
        int last = 0;
        String said = output.readLine();
        while (said != null) {
            last = Integer.parseInt(said);
            if (last >= number) {
                // What it has said can still be read: the process itself would close that at once.
                counter.toHandle().destroyForcibly();
            }
            said = output.readLine();
        }
        counter.waitFor();
        return last;
    }

    /** Takes the folder. */
    public static void main(String[] arguments) {
        StateStore store = FileStateStore.in(Path.of(arguments[0]));
        StateStore.Stored stored = store.read("count").orElseThrow();
        int count = Integer.parseInt(stored.document().text());
        StateStore.Version version = stored.version();
        while (true) {
            int next = ++count;
            version =
                    store.replace("count", version, () -> String.valueOf(next)).orElseThrow();
            System.out.println(next);
        }
    }
}
