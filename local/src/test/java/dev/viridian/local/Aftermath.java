package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Environment;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.report.DeploymentResult;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is on this machine when a deployment has ended: what is live, and nothing that was made beside it. */
final class Aftermath {
    private Aftermath() {}

    /** Users get that version from as many machines as that, and no process, folder or port is held for anything else. */
    static void assertOnlyLive(LocalFixture local, String version, int machines, DeploymentResult result)
            throws IOException, InterruptedException {
        Environment live = local.platform
                .environments()
                .find(local.platform.traffic().observed().sole().orElseThrow())
                .orElseThrow();

        assertThat(live.revision().version()).as(result.timeline()).isEqualTo(version);
        assertThat(live.machines()).hasSize(machines).allMatch(machine -> machine.state() == Machine.State.RUNNING);
        assertThat(asked(local)).isEqualTo(version);
        assertThat(names(local.platform.folder().resolve("environments")))
                .as(result.timeline())
                .containsExactly(live.name().value());
        assertThat(names(local.platform.folder().resolve("environments/" + live.name() + "/machines")))
                .containsExactlyInAnyOrderElementsOf(live.machines().stream()
                        .map(Machine::id)
                        .map(MachineId::value)
                        .toList());
        assertThat(names(local.platform.folder().resolve("ports")))
                .containsExactlyInAnyOrderElementsOf(live.machines().stream()
                        .map(machine -> Integer.toString(machine.port()))
                        .toList());
        assertThat(Leftovers.runningIn(local.platform.folder()))
                .as(result.timeline())
                .hasSize(machines);
    }

    private static String asked(LocalFixture local) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(local.platform.entry().resolve("/version"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
