package dev.viridian.probe;

import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.Probes.Answer;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TcpQuestionTest {
    private final RealProbes probes = RealProbes.create();

    @Test
    void isContentWithAConnectionAndClosesIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {})) {
            assertThat(probes.ask(tcp(), server.machine(), Duration.ofMinutes(1)))
                    .isEqualTo(Answer.well(
                            "connected to 127.0.0.1:" + server.machine().port()));
            assertThat(server.ending()).isEqualTo("closed by the other side");
        }
    }

    @Test
    void tellsOfARefusedConnection() throws Exception {
        try (Socket deaf = HttpQuestionTest.deaf()) {
            assertThat(probes.ask(tcp(), HttpQuestionTest.at("localhost", deaf.getLocalPort()), Duration.ofMinutes(1)))
                    .isEqualTo(Answer.sick("no connection: Connection refused"));
        }
    }

    @Test
    void givesUpOnAMachineThatAcceptsNoMoreConnections() throws Exception {
        try (FullServer server = new FullServer()) {
            assertThat(probes.ask(tcp(), HttpQuestionTest.at("127.0.0.1", server.port()), Duration.ofMillis(50)))
                    .isEqualTo(Answer.sick("no answer within 50 ms, still connecting"));
        }
    }
}
