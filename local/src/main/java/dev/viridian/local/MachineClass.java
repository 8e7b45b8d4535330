package dev.viridian.local;

import dev.viridian.MachineId;
import dev.viridian.local.process.JavaProgram;
import dev.viridian.local.process.Launch;
import dev.viridian.machine.MachineMain;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.spi.PinnedArtifact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The class that provisions each machine, as a process of its own with the class path of this program: just as a new machine elsewhere
 * would run it.
 *
 * @param type the class
 * @param properties what it is told of its environment
 * @param identity what the identity document of each machine says, besides its id
 */
record MachineClass(
        Class<? extends MachineProvisioning> type, Map<String, String> properties, Map<String, String> identity) {
    MachineClass {
        properties = Map.copyOf(properties);
        identity = Map.copyOf(identity);
    }

    /** What a machine runs to become one. */
    Launch launch(Path home, MachineId machine, int port, PinnedArtifact artifact) {
        Path document = home.resolve("identity.json");
        LocalFiles.replace(document, IdentityText.of(machine, identity));
        List<String> command = new ArrayList<>(List.of(
                JavaProgram.file(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MachineMain.class.getName(),
                type.getName(),
                "--artifact",
                artifact.artifact().location(),
                "--sha256",
                artifact.revision().sha256(),
                "--port",
                Integer.toString(port),
                "--home",
                home.toString(),
                "--identity",
                document.toString(),
                "--supervised"));
        properties.forEach((name, value) -> command.addAll(List.of("--property", name + "=" + value)));
        return Launch.of(
                home, command.get(0), command.subList(1, command.size()).toArray(String[]::new));
    }
}
