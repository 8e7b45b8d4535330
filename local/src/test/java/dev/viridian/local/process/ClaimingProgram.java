package dev.viridian.local.process;

import java.io.IOException;
import java.nio.file.Path;

/** A program of its own for tests: claims a port, says whether it got it, and waits to be killed. */
final class ClaimingProgram {
    private ClaimingProgram() {}

    /** The file of the claims, and the port. */
    public static void main(String[] arguments) throws IOException {
        boolean claimed = new PortClaims(Path.of(arguments[0])).claim(Integer.parseInt(arguments[1]), Path.of("other"));
        System.out.println("claimed: " + claimed);
        int never = System.in.read();
        throw new IllegalStateException("nobody killed this program, it was told " + never);
    }
}
