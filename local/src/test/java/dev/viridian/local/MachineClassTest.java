package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.local.process.Launch;
import dev.viridian.spi.PinnedArtifact;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineClassTest {
    private static final List<String> PATHS = List.of("java.class.path", "jdk.module.path");

    private final Map<String, String> before = Map.of(PATHS.get(0), System.getProperty(PATHS.get(0)));

    @TempDir
    Path home;

    @AfterEach
    void classesAreWhereTheyWere() {
        PATHS.forEach(System::clearProperty);
        before.forEach(System::setProperty);
    }

    private String classPath() {
        Artifact artifact = Artifact.of("file:/releases/orders.tar.gz");
        Launch launch = new MachineClass(TestMachine.class, Map.of(), Map.of())
                .launch(
                        home,
                        new MachineId("green.1"),
                        20_000,
                        new PinnedArtifact(artifact, artifact.location(), new Revision("1", "0".repeat(64)), 1));
        return launch.command().get(launch.command().indexOf("-cp") + 1);
    }

    @Test
    void findsItsClassesInAnotherFolderThanTheProgramThatStartsIt() {
        System.setProperty("java.class.path", "lib/orders.jar" + File.pathSeparator + "/opt/viridian.jar");

        assertThat(classPath())
                .isEqualTo(Path.of("lib", "orders.jar").toAbsolutePath() + File.pathSeparator + "/opt/viridian.jar");
    }

    @Test
    void findsItsClassesWhereTheyAreModulesOfTheProgramThatStartsIt() {
        System.setProperty("java.class.path", "");
        System.setProperty("jdk.module.path", "/opt/modules");

        assertThat(classPath()).isEqualTo("/opt/modules");
    }
}
