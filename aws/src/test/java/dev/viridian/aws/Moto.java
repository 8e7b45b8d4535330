package dev.viridian.aws;

import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** moto. Tests that need it are skipped where it is not, and say so. */
final class Moto extends Emulated {
    private Moto(AwsEmulator emulator) {
        super(emulator);
    }

    /** The one of this process, which is started when it is first asked for and ended with the process. */
    static Moto of(ExtensionContext test) {
        return ofTheProcess(test).getOrComputeIfAbsent(Moto.class, type -> start(), Moto.class);
    }

    private static Moto start() {
        try {
            return new Moto(AwsEmulator.moto());
        } catch (EmulatorAbsentException absent) {
            tell("Left out: moto, and each test that needs it. " + absent.getMessage());
            throw new TestAbortedException(absent.getMessage());
        }
    }

    /** Forgets all that it has: it becomes slow with what was ever made in it. */
    void reset() {
        emulator().reset();
    }
}
