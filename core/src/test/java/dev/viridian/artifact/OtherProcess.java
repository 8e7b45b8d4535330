package dev.viridian.artifact;

import dev.viridian.spi.PlatformException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java process, which unpacks the tar archive that comes in at its standard input and prints what it says. */
final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) {
        ArchiveFormat format = arguments.length > 2 ? ArchiveFormat.valueOf(arguments[2]) : ArchiveFormat.TAR;
        try {
            Unpacker.withLimits(Limits.standard()).unpack(System.in, format, arguments[0], Path.of(arguments[1]));
        } catch (PlatformException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Not started yet. What is given comes before the command, such as a shell that sets something. */
    static ProcessBuilder unpacking(byte[] tar, Path destination, String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                RawTar.sha256(tar),
                destination.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
