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
    /**
     * It lives for seconds: of the code only what runs very often is worth the better compiler, such as the digest, which without it takes ten times as
     * long.
     */
    private static final List<String> SHORT_LIVED = List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    MachineClass {
        properties = Map.copyOf(properties);
        identity = Map.copyOf(identity);
    }

    /** What a machine runs to become one. */
    Launch launch(Path home, MachineId machine, int port, PinnedArtifact artifact) {
        Path document = home.resolve("identity.json");
        LocalFiles.replace(document, IdentityText.of(machine, identity));
        List<String> command = new ArrayList<>(SHORT_LIVED);
        command.addAll(List.of(
                "-cp",
                JavaProgram.classPath(),
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
        return Launch.of(home, JavaProgram.file(), command.toArray(String[]::new));
    }
}
