package dev.viridian;

import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does the candidate work? Asked once it is healthy and before any user reaches it.
 *
 * <pre>{@code
 * .smokeTest("reaches its database", green -> jdbc(green.property("db.url")).answers("select 1"))
 * .smokeTest("takes an order", SmokeTest.code(green -> assertThat(client.order(green.uri("/orders"))).isAccepted()))
 * .smokeTest("speaks the protocol", SmokeTest.command("bin/probe", "--quick").within(ofSeconds(30)))
 * }</pre>
 *
 * <p>A probe or a command is asked of every machine of the candidate; code is given the candidate and looks where it likes. Immutable.
 */
public final class SmokeTest {
    /** How long a smoke test may take unless it says otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(1);

    private final Body body;
    private final Duration deadline;

    private SmokeTest(Body body, Duration deadline) {
        this.body = body;
        this.deadline = deadline;
    }

    /** Asks a probe that is made for the candidate. */
    public static SmokeTest probe(Question question) {
        return new SmokeTest(new Asking(question), DEFAULT_DEADLINE);
    }

    /** Runs code; the test has passed when it returns without throwing. It is interrupted when its time is over. */
    public static SmokeTest code(Code code) {
        return new SmokeTest(new Running(code), DEFAULT_DEADLINE);
    }

    /** Runs a command where the controller runs, for each machine, with its {@code VIRIDIAN_HOST} and {@code VIRIDIAN_PORT}. */
    public static SmokeTest command(String program, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(program);
        line.addAll(List.of(arguments));
        CommandProbe command = new CommandProbe(line, 0);
        return probe(candidate -> command);
    }

    /** How long it may take; one minute without this. */
    public SmokeTest within(Duration limit) {
        return new SmokeTest(body, Durations.requirePositive("deadline of a smoke test", limit));
    }

    /** What is done. */
    public Body body() {
        return body;
    }

    /** How long it may take. */
    public Duration deadline() {
        return deadline;
    }

    /** Makes the probe to ask of a candidate. */
    @FunctionalInterface
    public interface Question {
        /** The probe to ask of this candidate. */
        Probe of(Candidate candidate) throws Exception;
    }

    /** Looks at a candidate and throws when it does not work. */
    @FunctionalInterface
    public interface Code {
        /** Looks at the candidate; the message of what is thrown says what is wrong. */
        void test(Candidate candidate) throws Exception;
    }

    /** What a smoke test does. */
    public sealed interface Body permits Asking, Running {}

    /**
     * Asks a probe of each machine.
     *
     * @param question makes the probe
     */
    public record Asking(Question question) implements Body {}

    /**
     * Runs code.
     *
     * @param code the code
     */
    public record Running(Code code) implements Body {}
}
