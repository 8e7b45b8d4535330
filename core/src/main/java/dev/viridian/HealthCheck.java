package dev.viridian;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * May a machine take traffic? A question ({@link Probe}) and how often it is asked ({@link Cadence}). First the question, then the
 * cadence:
 *
 * <pre>{@code
 * http("/health").status(200).bodyContaining("up").consecutively(3).within(ofMinutes(5))
 * allOf(http("/health"), tcp()).every(ofSeconds(2))
 * }</pre>
 *
 * <p>A machine is healthy after {@code consecutively} good answers in a row, one a round; any other answer, or none, starts the count
 * again. Immutable. {@code import static dev.viridian.HealthCheck.*} brings the words.
 */
public sealed interface HealthCheck permits Probe, PacedHealthCheck {
    /** What is asked. */
    Probe probe();

    /** How often, how patiently and for how long. */
    Cadence cadence();

    /** Takes this many good answers in a row; 3 without it. */
    default HealthCheck consecutively(int answers) {
        return new PacedHealthCheck(
                probe(),
                new Cadence(
                        cadence().interval(),
                        cadence().timeout(),
                        answers,
                        cadence().within()));
    }

    /** Gives the machines this long to become healthy; 10 minutes without it. */
    default HealthCheck within(Duration deadline) {
        return new PacedHealthCheck(
                probe(),
                new Cadence(cadence().interval(), cadence().timeout(), cadence().consecutively(), deadline));
    }

    /** Asks once in this interval; each second without it. */
    default HealthCheck every(Duration interval) {
        return new PacedHealthCheck(
                probe(),
                new Cadence(
                        interval,
                        cadence().timeout(),
                        cadence().consecutively(),
                        cadence().within()));
    }

    /** Waits this long for one answer; 5 seconds without it. */
    default HealthCheck timeout(Duration timeout) {
        return new PacedHealthCheck(
                probe(),
                new Cadence(
                        cadence().interval(),
                        timeout,
                        cadence().consecutively(),
                        cadence().within()));
    }

    /** An HTTP request to the machine; well when it is answered with a status of 200 to 299. Redirects are not followed. */
    static HttpProbe http(String path) {
        return HttpProbe.get(path);
    }

    /** A TCP connection to the machine's port; well when it is accepted. */
    static TcpProbe tcp() {
        return new TcpProbe(OptionalInt.empty());
    }

    /** A TCP connection to this port of the machine; well when it is accepted. */
    static TcpProbe tcp(int port) {
        return new TcpProbe(OptionalInt.of(port));
    }

    /** A question to a database; well when it can be connected to and answers. */
    static JdbcProbe jdbc(String url) {
        return JdbcProbe.at(url);
    }

    /**
     * A command run where the controller runs, with the machine's address in {@code VIRIDIAN_HOST} and {@code VIRIDIAN_PORT}; well
     * when it exits with 0.
     */
    static CommandProbe command(String program, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(program);
        line.addAll(List.of(arguments));
        return new CommandProbe(line, 0);
    }

    /**
     * Code of yours that looks at a machine; well when it returns without throwing. It is interrupted when its time is over.
     *
     * @param name what it checks, for messages: {@code "queue is connected"}
     */
    static CodeProbe check(String name, CodeProbe.Check code) {
        return new CodeProbe(name, code);
    }

    /** Well when all of them are. */
    static CompositeProbe allOf(Probe first, Probe... more) {
        List<Probe> probes = CompositeProbe.list(first, more);
        return new CompositeProbe(probes.size(), probes);
    }

    /** Well when one of them is. */
    static CompositeProbe anyOf(Probe first, Probe... more) {
        return new CompositeProbe(1, CompositeProbe.list(first, more));
    }

    /** Well when at least this many of them are. */
    static CompositeProbe atLeast(int wanted, Probe first, Probe... more) {
        return new CompositeProbe(wanted, CompositeProbe.list(first, more));
    }
}
