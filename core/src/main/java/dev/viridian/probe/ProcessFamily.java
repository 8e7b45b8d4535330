package dev.viridian.probe;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process and all that descend from it, to be killed together. A child that is forked between looking for children and killing
 * their parent would belong to nobody afterwards and could not be found any more. So each is stopped before its children are looked
 * for, where there is a shell to do it; what is stopped forks no more.
 */
final class ProcessFamily {
    private static final int MOST_GENERATIONS = 20;
    private static final Duration DYING = Duration.ofSeconds(1);

    private final Set<ProcessHandle> members = new LinkedHashSet<>();
    private final ProcessHandle eldest;

    private ProcessFamily(ProcessHandle eldest) {
        this.eldest = eldest;
    }

    /** What a process that has ended by itself left running is left to run. */
    static void killIfAlive(Process process) throws InterruptedException {
        if (process.isAlive()) {
            new ProcessFamily(process.toHandle()).kill();
            process.waitFor(DYING.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void kill() throws InterruptedException {
        List<ProcessHandle> found = List.of(eldest);
        for (int i = 0; i < MOST_GENERATIONS && !found.isEmpty(); i++) {
            members.addAll(found);
            stop(found);
            found = eldest.descendants()
                    .filter(process -> !members.contains(process))
                    .toList();
        }
        members.addAll(found);
        members.forEach(ProcessHandle::destroyForcibly);
    }

    private static void stop(List<ProcessHandle> processes) throws InterruptedException {
        if (File.separatorChar == '\\') {
            return;
        }
        List<String> line = new ArrayList<>(List.of("sh", "-c", "kill -STOP \"$@\"", "sh"));
        processes.forEach(process -> line.add(String.valueOf(process.pid())));
        try {
            Process stopping = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stopping.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Without a shell they are killed as they are found: only a fork of that very moment can escape.
            return;
        }
    }
}
