package dev.viridian.examples.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.testing.aws.AwsEmulator;
import dev.viridian.testing.aws.EmulatorAbsentException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code examples/aws/run} shows, as it is said in README. */
class OrdersOnAwsTest {
    private final Path releases = Path.of("../target/releases").toAbsolutePath().normalize();
    private AwsEmulator emulator;

    @BeforeEach
    void startAnEmulator() {
        assumeTrue(
                Files.exists(releases.resolve("orders-1.0.tar.gz")),
                "the releases are not packed: mvn verify packs them");
        try {
            emulator = AwsEmulator.moto();
        } catch (EmulatorAbsentException absent) {
            abort(absent.getMessage());
        }
    }

    @AfterEach
    void endIt() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void theDayComesTrue() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        boolean asTold = new OrdersOnAws(releases, new PrintStream(bytes, true, StandardCharsets.UTF_8)).tell(emulator);

        String told = bytes.toString(StandardCharsets.UTF_8);
        assertThat(asTold).as(told).isTrue();
        assertThat(told)
                .containsSubsequence(
                        "a network of two subnets",
                        "== 1.0",
                        "DEPLOYED",
                        "== 1.1",
                        "DEPLOYED",
                        "== 1.2",
                        "reads orders",
                        "rebuild the candidate",
                        "ROLLED_BACK",
                        "ordres",
                        "somebody goes back",
                        "DEPLOYED",
                        "release",
                        "No request failed, none was answered by 1.2, and one environment is left");
    }
}
