package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder for one test, and the proof that the test left nothing running: neither in a session that it began, nor, by a
 * mark in the environment that children inherit, anywhere else.
 */
final class Workplace implements BeforeEachCallback, AfterEachCallback {
    static final String MARK = "WORKPLACE";
    static final Duration LONG = Duration.ofSeconds(60);

    private final ProcessTable table = ProcessTable.ofThisMachine();
    private final List<ManagedProcess> started = new ArrayList<>();
    private final String mark = UUID.randomUUID().toString();
    private Optional<Path> folder = Optional.empty();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Optional.of(Files.createTempDirectory("workplace").toRealPath());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<ProcessEntry> left = leftovers();
        started.forEach(process -> process.stop(Duration.ZERO));
        left.forEach(process -> table.signal(process, true));
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertThat(left).as("processes that the test left running").isEmpty();
    }

    Path folder() {
        return folder.orElseThrow();
    }

    Path record() {
        return folder().resolve("process");
    }

    String mark() {
        return mark;
    }

    Launch launch(String program, String... arguments) {
        return Launch.of(folder(), program, arguments).with(MARK, mark);
    }

    /** A shell script, in the folder, with this machine's PATH. */
    Launch script(String... lines) {
        return launch("/bin/sh", "-c", String.join("\n", lines)).withBasics();
    }

    ManagedProcess start(Launch launch) {
        return start(launch, Starter.setsidOfThisMachine());
    }

    ManagedProcess start(Launch launch, Optional<Path> setsid) {
        ManagedProcess process = new Starter(table, setsid).start(launch, record());
        started.add(process);
        return process;
    }

    /** Waits until a process has said a line, which it does when it has got so far. */
    void awaitLine(ManagedProcess process, String line) {
        await("the line " + line, () -> process.outputTail(100).contains(line));
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while waiting for " + what, e);
            }
        }
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(folder().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProcessEntry> leftovers() {
        return table.all().entries().stream()
                .filter(ProcessEntry::running)
                .filter(process -> isOfAStartedSession(process) || isMarked(process.pid()))
                .toList();
    }

    private boolean isOfAStartedSession(ProcessEntry process) {
        return started.stream().anyMatch(leader -> leader.pid() == process.session());
    }

    private boolean isMarked(long pid) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return new String(environment, StandardCharsets.UTF_8).contains(MARK + "=" + mark);
        } catch (IOException goneOrAnothersOrNoProc) {
            return false;
        }
    }
}
