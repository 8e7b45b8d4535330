package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortClaimsTest {
    private static final int PORT = 20_417;

    @TempDir
    Path folder;

    @Test
    void twoFoldersNeverGetTheSamePortThoughNothingListensYet() throws IOException {
        int port = freePort();
        Ports orders = Ports.in(folder.resolve("orders"), port, port);
        Ports billing = Ports.in(folder.resolve("billing"), port, port);
        orders.reserve("orders-1");

        assertThatThrownBy(() -> billing.reserve("billing-1")).isInstanceOf(PortUnavailableException.class);
        billing.release(port);
        assertThatThrownBy(() -> billing.reserve("billing-1")).isInstanceOf(PortUnavailableException.class);

        orders.release("orders-1");
        assertThat(billing.reserve("billing-1")).isEqualTo(port);
    }

    @Test
    void anotherProgramsClaimEndsWithThatProgramHoweverThatEnds() throws Exception {
        Path file = folder.resolve("claims");
        PortClaims ours = new PortClaims(file);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClaimingProgram.class.getName(),
                        file.toString(),
                        Integer.toString(PORT))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(says.readLine()).isEqualTo("claimed: true");

            assertThat(ours.claim(PORT, folder)).isFalse();
            assertThat(ours.claim(PORT + 1, folder)).isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(ours.claim(PORT, folder)).isTrue();
    }

    @Test
    void whereTheFileCannotBeUsedAClaimHoldsWithinTheProgram() throws IOException {
        PortClaims claims = new PortClaims(Files.createDirectory(folder.resolve("a-folder")));

        assertThat(claims.claim(PORT, folder)).isTrue();
        assertThat(claims.claim(PORT, folder)).isFalse();
        claims.release(PORT, folder);
        assertThat(claims.claim(PORT, folder)).isTrue();
    }

    @Test
    void everyUserOfTheMachineMayWriteTheFile() throws IOException {
        Path file = folder.resolve("claims");

        assertThat(new PortClaims(file).claim(PORT, folder)).isTrue();

        assertThat(Files.getPosixFilePermissions(file)).hasSize(6);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
