package dev.viridian.aws;

import dev.viridian.machine.MachineMain;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** {@link MachineMain} in a process of its own: whatever happens to that one, this one can still report it. */
final class MachineProcess implements FirstBootRun.Provisioning {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Process process;

    private MachineProcess(Process process) {
        this.process = process;
    }

    /** By the Java and the class path of this process; what it says goes where this one's output goes. */
    static MachineProcess start(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MachineMain.class.getName()));
        command.addAll(arguments);
        try {
            return new MachineProcess(new ProcessBuilder(command).inheritIO().start());
        } catch (IOException e) {
            throw PlatformException.passing("start the provisioning of this machine", e);
        }
    }

    @Override
    public OptionalInt exitWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    @Override
    public void end() throws InterruptedException {
        process.destroy();
        if (exitWithin(GRACE).isEmpty()) {
            process.destroyForcibly().waitFor();
        }
    }
}
