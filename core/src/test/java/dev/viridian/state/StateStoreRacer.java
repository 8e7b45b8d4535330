package dev.viridian.state;

import dev.viridian.JavaProcess;
import dev.viridian.spi.StateStore;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that races another one for keys and counts up with it; prints how many keys it won. */
public final class StateStoreRacer {
    static final Charset CHARSET = StandardCharsets.UTF_8;
    static final int ROUNDS = 100;

    private StateStoreRacer() {}

    static Process start(Path folder, String name) throws IOException {
        return JavaProcess.start(StateStoreRacer.class, folder.toString(), name);
    }

    /** Takes the folder and its own name. */
    public static void main(String[] arguments) {
        StateStore store = FileStateStore.in(Path.of(arguments[0]));
        String name = arguments[1];
        store.createIfAbsent("ready/" + name, () -> "");
        while (store.read("go").isEmpty()) {
            Thread.onSpinWait();
        }
        int won = 0;
        for (int round = 0; round < ROUNDS; round++) {
            won += store.createIfAbsent("race/" + round, () -> name).isPresent() ? 1 : 0;
            countUp(store);
        }
        System.out.println(won);
    }

    private static void countUp(StateStore store) {
        while (true) {
            StateStore.Stored stored = store.read("count").orElseThrow();
            int next = Integer.parseInt(stored.document().text()) + 1;
            if (store.replace("count", stored.version(), () -> String.valueOf(next))
                    .isPresent()) {
                return;
            }
        }
    }
}
