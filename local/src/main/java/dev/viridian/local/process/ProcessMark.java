package dev.viridian.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process it is, in a line that other processes can read: by its number, its birth, and the place where these mean something, which
 * is one boot of one host, one space of process numbers and one user. Of what is elsewhere nothing is known.
 *
 * @param identity the process
 * @param place where it runs
 */
record ProcessMark(Identity identity, String place) {
    private static final Pattern TEXT = Pattern.compile("(\\d+) born (\\d+) at (.+) in era (.+)");

    /** This process; empty where the system does not tell enough of it to know it again. */
    static Optional<ProcessMark> ofThisProcess(ProcessTable table) {
        long pid = ProcessHandle.current().pid();
        return table.find(pid)
                .filter(process -> process.birth() != ProcessEntry.UNKNOWN)
                .filter(process -> !table.era().equals(LinuxProcessTable.UNNAMED))
                .map(process -> new Identity(pid, table.era(), OptionalLong.of(process.birth()), false))
                .map(identity -> new ProcessMark(identity, Here.PLACE));
    }

    /** What {@link #toString()} gave; empty of anything else. */
    static Optional<ProcessMark> parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            OptionalLong birth = OptionalLong.of(Long.parseLong(found.group(2)));
            return Optional.of(new ProcessMark(
                    new Identity(Long.parseLong(found.group(1)), found.group(4), birth, false), found.group(3)));
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    /** Whether it has ended; {@code false} of one that could be hidden from this process. */
    boolean isDead(ProcessTable table) {
        return place.equals(Here.PLACE)
                && identity.era().equals(table.era())
                && table.find(identity.pid())
                        .filter(process -> process.running() && identity.isOf(process))
                        .isEmpty();
    }

    /** Where this process runs, found out once. */
    private static final class Here {
        private static final String PLACE = host() + " as " + System.getProperty("user.name", "somebody") + numbers();

        private Here() {}

        private static String host() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            } catch (IOException notOnLinux) {
                return hostByName();
            }
        }

        private static String hostByName() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException nameless) {
                return "a host without a name";
            }
        }

        /** Containers on one host count their processes each from one. */
        private static String numbers() {
            try {
                return ", " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            } catch (IOException | UnsupportedOperationException notOnLinux) {
                return "";
            }
        }
    }

    @Override
    public String toString() {
        return identity.pid() + " born " + identity.birth().orElse(ProcessEntry.UNKNOWN) + " at " + place + " in era "
                + identity.era();
    }
}
