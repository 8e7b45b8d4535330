package dev.viridian.local;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A controller in a process of its own: asks for each change of an environment with one fencing token, and prints what came of it.
 * Arguments: the folder, the environment that is there, its machine, the token.
 */
final class FencedController {
    private static final EnvironmentName OTHER = new EnvironmentName("other");

    private FencedController() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path folder = Path.of(arguments[0]);
        EnvironmentName there = new EnvironmentName(arguments[1]);
        Fence fence = new Fence(Long.parseLong(arguments[3]), "the other process");
        try (LocalFixture local =
                new LocalFixture(folder, LocalFixture.setup(folder).detached())) {
            LocalPlatform platform = local.platform;
            Map<String, Runnable> changes = new LinkedHashMap<>();
            changes.put("create", () -> platform.environments().create(spec(local), fence));
            changes.put("resize", () -> platform.environments().resize(there, 2, fence));
            changes.put("replace", () -> platform.environments().replace(there, new MachineId(arguments[2]), fence));
            changes.put("route", () -> platform.traffic().route(TrafficSplit.allTo(OTHER), fence));
            changes.put("destroy", () -> platform.environments().destroy(there, fence));
            changes.forEach((name, change) -> out.println(name + " " + outcome(change)));
        }
    }

    private static EnvironmentSpec spec(LocalFixture local) {
        return new EnvironmentSpec(
                OTHER, local.platform.artifacts().pin(local.release("1.1").artifact()), 1);
    }

    private static String outcome(Runnable change) {
        try {
            change.run();
            return "went on";
        } catch (PlatformException e) {
            return e.failure() instanceof Failure.FencedOff ? "was fenced off" : "failed: " + e.getMessage();
        }
    }
}
