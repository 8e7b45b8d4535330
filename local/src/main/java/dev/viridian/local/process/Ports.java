package dev.viridian.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The ports of this machine that a platform's machines listen on. A port is held by a file in the platform's folder, named
 * by the port, which says its holder and is linked to that name only if it is absent: so two controllers never hand out the same one, and
 * none that dies holds a port for nobody. It is held, whether anything listens on it or not, until it is released.
 *
 * <p>Programs with other folders on this machine, too, get other ports, as long as this one runs ({@link PortClaims}) or a process
 * listens there. Where to begin looking depends on the folder, so that they seldom meet; a port that was just released is the last to
 * be handed out again, so that late clients of its former holder do not reach the next one.
 *
 * <p>Safe for use by several threads.
 */
public final class Ports {
    /** Below the ports that Linux and macOS give to outgoing connections, which come and go at any time. */
    private static final int FIRST = 20_000;

    private static final int LAST = 29_999;
    private static final int HIGHEST = 65_535;

    private final PortClaims claims = PortClaims.ofThisMachine();
    private final Path folder;
    private final int first;
    private final int last;
    private int next;

    private Ports(Path folder, int first, int last) {
        this.folder = folder.toAbsolutePath().normalize();
        this.first = first;
        this.last = last;
        this.next = first + Math.floorMod(this.folder.hashCode(), last - first + 1);
    }

    /**
     * Hands out the ports 20000 to 29999.
     *
     * @param folder where it is noted who holds which; made when first needed
     * @return the ports
     */
    public static Ports in(Path folder) {
        return in(folder, FIRST, LAST);
    }

    /**
     * Hands out the ports of a range.
     *
     * @param folder where it is noted who holds which; made when first needed
     * @param first the first one
     * @param last the last one
     * @return the ports
     */
    public static Ports in(Path folder, int first, int last) {
        if (first < 1 || last > HIGHEST || first > last) {
            throw new IllegalArgumentException("Not a range of ports: " + first + " to " + last
                    + ". Expected two numbers from 1 to " + HIGHEST + ", the lower one first.");
        }
        return new Ports(folder, first, last);
    }

    /**
     * Holds a port that nothing listens on now; for who holds one already, that one.
     *
     * @param holder who is to have it, for instance a machine's id
     * @return the port
     * @throws PortUnavailableException when all are taken
     */
    public synchronized int reserve(String holder) {
        clearNotes(holder);
        OptionalInt held = heldBy(holder);
        if (held.isPresent()) {
            return held.getAsInt();
        }
        for (int tried = first; tried <= last; tried++) {
            int port = next;
            next = port == last ? first : port + 1;
            if (take(port, holder)) {
                if (claims.claim(port, folder) && Listeners.isFree(port)) {
                    return port;
                }
                free(port);
            }
        }
        throw new PortUnavailableException("No port is left for " + holder + ": of " + first + " to " + last + " "
                + held().size() + " are held in " + folder
                + " and others listen on the rest. Release some, or allow a wider range.");
    }

    /**
     * Holds a certain port.
     *
     * @param holder who is to have it
     * @param port the port, which may be outside the range
     * @throws PortUnavailableException when another holds it, or something listens on it that the holder has not held it for
     */
    public synchronized void reserve(String holder, int port) {
        clearNotes(holder);
        if (!take(port, holder)) {
            String other = holderOf(port);
            if (other.equals(holder)) {
                return;
            }
            throw new PortUnavailableException("Port " + port + " is not free for " + holder + ": "
                    + (other.isEmpty() ? "someone" : other) + " holds it according to " + file(port)
                    + ". Release it there first, or choose another port.");
        }
        if (!Listeners.isFree(port)) {
            free(port);
            throw new PortUnavailableException("Port " + port + " is not free for " + holder + ": "
                    + Listeners.describe(port) + ". End that, or choose another port.");
        }
    }

    /**
     * The port that someone holds.
     *
     * @param holder who may hold one
     * @return the port, the lowest of several
     */
    public OptionalInt heldBy(String holder) {
        requireName(holder);
        return held().entrySet().stream()
                .filter(entry -> entry.getValue().equals(holder))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Whether someone holds that port; quicker than looking for what they hold.
     *
     * @param port the port
     * @param holder who may hold it
     * @return whether they hold it now
     */
    public boolean isHeldBy(int port, String holder) {
        requireName(holder);
        return holderOf(port).equals(holder);
    }

    /**
     * All that are held, and by whom, as it is now.
     *
     * @return the holders by port; an empty text where the disk has lost the holder
     */
    public SortedMap<Integer, String> held() {
        SortedMap<Integer, String> held = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
            for (Path file : files) {
                int port = Integer.parseInt(file.getFileName().toString());
                held.put(port, holderOf(port));
            }
        } catch (NoSuchFileException noneYet) {
            return Collections.emptySortedMap();
        } catch (IOException e) {
            throw failure("list the ports held", folder, e);
        }
        return Collections.unmodifiableSortedMap(held);
    }

    /**
     * Gives back what someone holds; of nothing: nothing.
     *
     * @param holder who has no use for it any more
     */
    public synchronized void release(String holder) {
        clearNotes(holder);
        held().forEach((port, other) -> {
            if (other.equals(holder)) {
                free(port);
            }
        });
    }

    /**
     * Gives back a port, whoever holds it; of one that is not held: nothing.
     *
     * @param port the port
     */
    public synchronized void release(int port) {
        free(port);
    }

    private boolean take(int port, String holder) {
        Path note = folder.resolve(noteOf(holder) + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            Files.writeString(note, holder);
            Files.createLink(file(port), note);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw failure("hold port " + port, file(port), e);
        } finally {
            remove(note);
        }
    }

    /** What a controller that was killed has left of taking a port for this holder. */
    private void clearNotes(String holder) {
        requireName(holder);
        String beginning = noteOf(holder);
        try (DirectoryStream<Path> notes = Files.newDirectoryStream(
                folder, file -> file.getFileName().toString().startsWith(beginning))) {
            notes.forEach(Ports::remove);
        } catch (NoSuchFileException noneYet) {
            // No port was ever held.
        } catch (IOException e) {
            throw failure("clear away what a killed controller left", folder, e);
        }
    }

    private static String noteOf(String holder) {
        return "." + URLEncoder.encode(holder, StandardCharsets.UTF_8) + "~";
    }

    private void free(int port) {
        remove(file(port));
        claims.release(port, folder);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure("release " + file.getFileName(), file, e);
        }
    }

    private String holderOf(int port) {
        try {
            return Files.readString(file(port));
        } catch (NoSuchFileException releasedMeanwhile) {
            return "";
        } catch (IOException e) {
            throw failure("read who holds port " + port, file(port), e);
        }
    }

    private Path file(int port) {
        return folder.resolve(Integer.toString(port));
    }

    private static void requireName(String holder) {
        if (holder.isBlank()) {
            throw new IllegalArgumentException(
                    "A port cannot be held by nobody. Expected a name, such as a machine's id.");
        }
    }

    private static UncheckedIOException failure(String what, Path file, IOException cause) {
        return new UncheckedIOException(
                "Cannot " + what + ": " + file + " failed (" + cause
                        + "). Check that there is space, and its permissions.",
                cause);
    }
}
