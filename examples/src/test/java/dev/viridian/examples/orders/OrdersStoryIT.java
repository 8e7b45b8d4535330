package dev.viridian.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What README's first command shows, as it is said there. */
class OrdersStoryIT {
    @Test
    void theStoryComesTrue() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        boolean asTold = new OrdersStory(Path.of(System.getProperty("orders.releases")), out).tell();

        String told = bytes.toString(StandardCharsets.UTF_8);
        assertThat(asTold).as(told).isTrue();
        assertThat(told)
                .containsSubsequence(
                        "== 1.0",
                        "DEPLOYED",
                        "== 1.1",
                        "DEPLOYED",
                        "== 1.2",
                        "reaches its database",
                        "rebuild the candidate",
                        "ROLLED_BACK",
                        "ordres",
                        "== 1.3",
                        "rebuild machine",
                        "DEPLOYED",
                        "answered by 1.2             0",
                        "No request failed, and none reached 1.2.");
    }
}
