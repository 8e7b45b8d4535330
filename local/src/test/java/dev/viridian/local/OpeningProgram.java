package dev.viridian.local;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Opens the platform in a folder, closes it again, and prints what came of it. Arguments: the folder; {@code detached} where it is to be. */
final class OpeningProgram {
    private OpeningProgram() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LocalSetup setup = LocalFixture.setup(Path.of(arguments[0]));
        try {
            (arguments[1].equals("detached") ? setup.detached() : setup).open().close();
            out.println("opened");
        } catch (IllegalStateException refused) {
            out.println(refused.getMessage());
        }
    }
}
