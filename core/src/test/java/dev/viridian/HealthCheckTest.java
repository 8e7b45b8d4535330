package dev.viridian;

import static dev.viridian.HealthCheck.allOf;
import static dev.viridian.HealthCheck.anyOf;
import static dev.viridian.HealthCheck.atLeast;
import static dev.viridian.HealthCheck.check;
import static dev.viridian.HealthCheck.command;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.jdbc;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckTest {
    @Test
    void hasTheCadenceOfTheFieldUnlessItSaysOtherwise() {
        assertThat(tcp().cadence())
                .isEqualTo(new Cadence(Duration.ofSeconds(1), Duration.ofSeconds(5), 3, Duration.ofMinutes(10)))
                .hasToString("3 in a row, every 1 s, each within 5 s, all within 10 min");
    }

    @Test
    void eachWordOfTheCadenceChangesOnePartOfIt() {
        HealthCheck paced = http("/health")
                .consecutively(5)
                .within(Duration.ofMinutes(2))
                .every(Duration.ofSeconds(3))
                .timeout(Duration.ofSeconds(4));

        assertThat(paced.cadence())
                .isEqualTo(new Cadence(Duration.ofSeconds(3), Duration.ofSeconds(4), 5, Duration.ofMinutes(2)));
        assertThat(paced.probe().describe()).isEqualTo("GET /health");
        assertThat(paced).hasToString("GET /health, 5 in a row, every 3 s, each within 4 s, all within 2 min");
    }

    @Test
    void refusesACadenceThatNeverAsksOrNeverEnds() {
        assertRefused(() -> tcp().consecutively(0), "after 0 good answers in a row. Expected 1 or more");
        assertRefused(() -> tcp().within(Duration.ZERO), "deadline of a health check is 0 s");
        assertRefused(() -> tcp().every(Duration.ofSeconds(-1)), "interval of a health check is -1 s");
        assertRefused(() -> tcp().timeout(Duration.ZERO), "timeout of a health check is 0 s");
    }

    @Test
    void anHttpProbeAcceptsTwoHundredsUnlessItAsksForAnother() {
        assertThat(List.of(199, 200, 204, 299, 300, 302, 404, 500))
                .filteredOn(http("/")::accepts)
                .containsExactly(200, 204, 299);
        assertThat(List.of(200, 302)).filteredOn(http("/").status(302)::accepts).containsExactly(302);
    }

    @Test
    void anHttpProbeRefusesWhatIsNoPathOrStatus() {
        assertRefused(() -> http("health"), "'health'. Expected one that starts with a slash");
        assertRefused(() -> http("https://host/health"), "host and port are the machine's");
        assertRefused(() -> http("/").status(99), "99 does not exist");
        assertRefused(() -> http("/").status(600), "600 does not exist");
    }

    @Test
    void anHttpProbeFindsATextInTheBody() {
        assertThat(http("/").acceptsBody("anything")).isTrue();
        assertThat(http("/").bodyContaining("\"up\"").acceptsBody("{\"status\":\"up\"}"))
                .isTrue();
        assertThat(http("/").bodyContaining("1.1").acceptsBody("1.10")).isTrue();
        assertThat(http("/").bodyContaining("up").acceptsBody("UP")).isFalse();
    }

    @Test
    void anHttpProbeNamesTheHeadersThatItsAnswerMustHave() {
        HttpProbe probe = http("/health").answerHeader(" X-Database ", " up ").answerHeader("a", "1");

        assertThat(probe.answerHeaders()).containsExactly(entry("a", "1"), entry("x-database", "up"));
        assertThat(probe).hasToString("GET /health with header a: 1 with header x-database: up");
        assertThat(probe).isNotEqualTo(http("/health")).isEqualTo(probe.answerHeader("A", "1"));
        assertThat(http("/health").header("X-Token", "s3cret").status(200).answerHeaders())
                .isEmpty();
        assertRefused(() -> http("/").answerHeader("X-Database: up", ""), "named 'X-Database: up'");
        assertRefused(() -> http("/").answerHeader(" ", "up"), "a name without a colon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1",
                "version: 1.1.",
                "{\"version\":\"1.1\"}",
                "orders/1.1 (java)",
                "1.10 was before, 1.1 is now",
                "1.1\n",
                "=1.1;",
                "1.1, 2.0"
            })
    void aVersionIsNamedWhereItStandsAlone(String body) {
        assertThat(http("/version").bodyNaming("1.1").acceptsBody(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.10",
                "2.1.1",
                "1.1.1",
                "11.1",
                "1x1",
                "1.1-SNAPSHOT",
                "1.1+7",
                "1.1_2",
                "a1.1",
                "1.1b",
                "0-1.1"
            })
    void aVersionIsNotNamedByAnother(String body) {
        assertThat(http("/version").bodyNaming("1.1").acceptsBody(body)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.1+build.7, is 1.1+build.7 now", "1.1-rc.1, 1.1-rc.1", "(x, a (x b"})
    void aVersionMayHoldSignsThatPatternsUse(String version, String body) {
        assertThat(http("/version").bodyNaming(version).acceptsBody(body)).isTrue();
    }

    @Test
    void probesDescribeThemselvesWithoutSecrets() {
        assertThat(http("/health").status(204).bodyContaining("up").header("Authorization", "Bearer hunter2"))
                .hasToString("GET /health answers 204 with 'up' in its body");
        assertThat(tcp()).hasToString("TCP connection is accepted");
        assertThat(jdbc("jdbc:postgresql://db/orders?password=hunter2").as("app", "hunter2"))
                .hasToString("jdbc:postgresql://db/orders?password=*** accepts a connection");
        assertThat(jdbc("jdbc:h2:mem:x").answers("select 1")).hasToString("jdbc:h2:mem:x answers 'select 1'");
        assertThat(command("psql", "--password=hunter2", "-c", "select 1").exits(3))
                .hasToString("`psql --password=*** -c select 1` exits with 3");
        assertThat(check("queue is connected", machine -> {})).hasToString("queue is connected");
    }

    @Test
    void probesAreValues() {
        assertThat(http("/a").status(200).bodyContaining("x").header("k", "v"))
                .isEqualTo(http("/a").header("k", "v").bodyContaining("x").status(200))
                .hasSameHashCodeAs(
                        http("/a").header("k", "v").bodyContaining("x").status(200));
        assertThat(List.of(
                        http("/b"),
                        http("/a").status(200),
                        http("/a").bodyContaining("x"),
                        http("/a").header("k", "v")))
                .doesNotContain(http("/a"));
        assertThat(http("/a").bodyNaming("x")).isNotEqualTo(http("/a").bodyContaining("x"));
        assertThat(jdbc("jdbc:a").as("u", "p").answers("q"))
                .isEqualTo(jdbc("jdbc:a").answers("q").as("u", "p"))
                .hasSameHashCodeAs(jdbc("jdbc:a").answers("q").as("u", "p"))
                .isNotEqualTo(jdbc("jdbc:a").answers("q").as("u", "other"));
        assertThat(allOf(tcp(), http("/a")).every(Duration.ofSeconds(2)))
                .isEqualTo(allOf(tcp(), http("/a")).every(Duration.ofSeconds(2)));
    }

    @Test
    void probesRefuseWhatCannotBeAsked() {
        assertRefused(
                () -> jdbc("postgresql://app:hunter2@db"),
                "'postgresql://app:***@db'. Expected one that starts with jdbc:");
        assertRefused(() -> command(" "), "A command without a program");
    }

    @Test
    void aCompositeProbeSaysHowManyItWants() {
        assertThat(allOf(http("/a"), tcp())).hasToString("all of (GET /a; TCP connection is accepted)");
        assertThat(anyOf(http("/a"), tcp())).hasToString("any of (GET /a; TCP connection is accepted)");
        assertThat(atLeast(2, http("/a"), http("/b"), http("/c")))
                .hasToString("at least 2 of (GET /a; GET /b; GET /c)");
        assertThat(atLeast(2, allOf(http("/a")), anyOf(tcp(), http("/b")), tcp())
                        .probes())
                .hasSize(3);
    }

    @Test
    void aCompositeProbeRefusesANumberThatSaysNothingOrCannotBeReached() {
        assertRefused(() -> atLeast(0, tcp()), "At least 0 of 1 health checks should pass. Expected 1 to 1");
        assertRefused(() -> atLeast(3, tcp(), http("/")), "At least 3 of 2 health checks");
    }

    private static void assertRefused(Runnable word, String why) {
        assertThatThrownBy(word::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "health, one that starts with a slash",
        "/is it well, Illegal character in path at 3. Write such characters as %20",
        "/health%, Malformed escape pair at 7",
        "/health#now, one without a #"
    })
    void aPathThatCannotBeAskedForIsRefusedAtOnce(String path, String why) {
        assertThatThrownBy(() -> http(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The path of an HTTP health check is '" + path + "'")
                .hasMessageContaining(why);
    }

    /** It would be a header of its own, and the value may be a secret. */
    @Test
    void aHeaderWithALineBreakIsRefusedAtOnceAndItsValueNotShown() {
        assertThatThrownBy(() -> http("/health").header("X-Token", "abc\r\nX-Other: def"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The header 'X-Token' of a health check cannot be sent")
                .message()
                .doesNotContain("abc", "def");
        assertThatThrownBy(() -> http("/health").header("X-Token: abc", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
