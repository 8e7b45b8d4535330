package dev.viridian.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who listens on the ports of this machine. */
final class Listeners {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private Listeners() {}

    /**
     * Whether a program could listen there now. Tried on the loopback address and on all addresses: some systems let both be
     * bound side by side, and the program may want either.
     */
    static boolean isFree(int port) {
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    /** Says who listens there, as far as this user may know. */
    static String describe(int port) {
        return processListeningOn(port)
                .map(process -> process.name() + " (" + process.pid() + ") listens on it")
                .orElse("another process listens on it, or this user may not listen there");
    }

    static Optional<ProcessEntry> processListeningOn(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            socketsListeningOn(port, PROC.resolve("net").resolve(table)).forEach(sockets::add);
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessTable.ofThisMachine().all().entries().stream()
                        .filter(process -> hasOpen(process.pid(), sockets))
                        .findFirst();
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** A line has the local address and port in hexadecimal as its second word, the state as its fourth, the inode as its tenth. */
    private static List<String> socketsListeningOn(int port, Path table) {
        String suffix = String.format(":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words[1].endsWith(suffix) && words[3].equals(LISTENING))
                    .map(words -> "socket:[" + words[9] + "]")
                    .toList();
        } catch (IOException | UncheckedIOException notToldHere) {
            // Another system, or no IPv6: it only makes a message less exact.
            return List.of();
        }
    }

    private static boolean hasOpen(long pid, Set<String> sockets) {
        Path descriptors = PROC.resolve(Long.toString(pid)).resolve("fd");
        try (Stream<Path> files = Files.list(descriptors)) {
            return files.anyMatch(file -> isOneOf(file, sockets));
        } catch (IOException | UncheckedIOException goneOrAnothers) {
            return false;
        }
    }

    private static boolean isOneOf(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
