package dev.viridian.local.router;

import dev.viridian.local.process.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Starts the process of a detached router: the same Java and the same classes as this one, in a session of its own. */
final class RouterLauncher {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private RouterLauncher() {}

    /** Starts the router, or finds one that somebody else started meanwhile, and returns a call to it. */
    static ControlCall start(
            RouterFolder folder,
            InetSocketAddress address,
            Duration responseTimeout,
            List<String> logs,
            Duration longestCall)
            throws IOException {
        // A port that was free once is the folder's port from then on.
        InetSocketAddress listen =
                address.getPort() == 0 ? folder.state().map(RouterState::entry).orElse(address) : address;
        List<String> command = command(folder, listen, responseTimeout);
        command.addAll(logs);
        Process process = start(folder, command);
        Deadline deadline = Deadline.in(LONGEST_START);
        while (true) {
            boolean ended = !process.isAlive();
            try {
                return ControlCall.open(folder.socket(), longestCall);
            } catch (SocketException notYet) {
                boolean another = ended && process.exitValue() == RouterProcess.ANOTHER_IS_THERE;
                if ((ended && !another) || deadline.isOver()) {
                    throw didNotStart(
                            folder, ended ? ": it ended with status " + process.exitValue() : " in time", notYet);
                }
                // Another one is starting, whom the next call reaches; or one is just ending, and this one follows it.
                process = another ? start(folder, command) : process;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static IOException didNotStart(RouterFolder folder, String how, IOException cause) throws IOException {
        return new IOException(
                "it did not start" + how + ". The end of " + folder.log() + ":\n" + folder.endOfLog(), cause);
    }

    private static Process start(RouterFolder folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.log().toFile()))
                .start();
    }

    private static List<String> command(RouterFolder folder, InetSocketAddress listen, Duration responseTimeout) {
        List<String> command = new ArrayList<>();
        // In a session of its own, a Ctrl-C at this one's terminal does not reach it.
        onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(JavaProgram.file());
        // The application's own log settings would write to its files, or every byte of every request.
        command.add("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
        command.add("-Dorg.jboss.logging.provider=jdk");
        command.addAll(List.of("-cp", JavaProgram.classPath(), RouterProcess.class.getName()));
        command.addAll(List.of(folder.path().toString(), Addresses.text(listen), responseTimeout.toString()));
        return command;
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
