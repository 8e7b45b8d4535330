package dev.viridian.probe;

import dev.viridian.HttpProbe;
import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP exchange on a connection of its own. The JDK's clients are not used: the deadline of {@code java.net.http.HttpClient} ends
 * with the headers, it keeps connections open and threads alive; the read timeout of {@code HttpURLConnection} starts anew with each
 * byte, and it repeats requests by itself.
 */
final class HttpQuestion {
    private final Network network;

    HttpQuestion(Network network) {
        this.network = network;
    }

    Answer ask(HttpProbe probe, Machine machine, Duration timeout) throws Exception {
        Deadline deadline = Deadline.in(timeout);
        HttpRequestText request = HttpRequestText.of(probe, machine);
        try (Connection connection = network.connect(machine, deadline)) {
            connection.write(request.bytes());
            return verdict(probe, new HttpReader(connection, deadline).read());
        } catch (IOException e) {
            return Answer.sick(Trouble.text(e, deadline));
        }
    }

    private static Answer verdict(HttpProbe probe, HttpAnswer answer) {
        if (answer.trouble().isPresent()) {
            return Answer.sick(
                    answer.statusLine() + ", but its body: " + answer.trouble().get());
        }
        if (!probe.accepts(answer.status())) {
            return Answer.sick(wrongStatus(probe, answer));
        }
        if (!probe.acceptsBody(answer.body())) {
            return Answer.sick(answer.statusLine() + ", but its body does not contain '"
                    + probe.body().orElseThrow() + "'" + answer.bodyExcerpt());
        }
        return wrongHeader(probe, answer)
                .map(wrong -> Answer.sick(answer.statusLine() + ", but " + wrong))
                .orElseGet(() -> Answer.well(answer.statusLine()));
    }

    private static Optional<String> wrongHeader(HttpProbe probe, HttpAnswer answer) {
        return probe.answerHeaders().entrySet().stream()
                .filter(header -> !answer.headers().all(header.getKey()).contains(header.getValue()))
                .map(header -> wrong(header.getKey(), answer) + ", expected '" + header.getValue() + "'")
                .findFirst();
    }

    private static String wrong(String name, HttpAnswer answer) {
        List<String> found = answer.headers().all(name);
        return found.isEmpty()
                ? "it has no header " + name
                : "its header " + name + " is '" + Excerpt.line(String.join("', '", found)) + "'";
    }

    private static String wrongStatus(HttpProbe probe, HttpAnswer answer) {
        String expected = probe.status().map(status -> ", expected " + status).orElse("");
        return answer.redirect()
                .map(target -> answer.statusLine() + " to " + target + "; redirects are not followed" + expected)
                .orElseGet(() -> answer.statusLine() + expected + answer.bodyExcerpt());
    }
}
