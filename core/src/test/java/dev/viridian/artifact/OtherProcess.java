package dev.viridian.artifact;

import dev.viridian.JavaProcess;
import dev.viridian.spi.PlatformException;
import java.nio.file.Path;
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
        ProcessBuilder java = JavaProcess.of(OtherProcess.class, RawTar.sha256(tar), destination.toString());
        java.command().addAll(0, List.of(before));
        return java.redirectErrorStream(true);
    }
}
