package dev.viridian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndPlacesTest {
    private static final EnvironmentName BLUE = new EnvironmentName("orders-6-1");
    private static final EnvironmentName GREEN = new EnvironmentName("orders-7-1");
    private static final Revision REVISION = new Revision("1.4.2", "9f86d081884c7d65".repeat(4));

    private static Environment environment(int machines) {
        return new Environment(
                GREEN,
                REVISION,
                3,
                List.of(
                                new Machine(new MachineId("one"), "10.0.0.1", 8080, Machine.State.RUNNING, ""),
                                new Machine(new MachineId("two"), "10.0.0.2", 8080, Machine.State.STARTING, "boots"))
                        .subList(0, machines),
                Map.of("db.url", "jdbc:h2:mem:secret", "area", "eu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "orders-7-1", "a--b"})
    void anEnvironmentIsNamedForFoldersHostsAndClouds(String name) {
        assertThat(new EnvironmentName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "Orders", "a_b", "a.b", "a/b", "a b", "ü"})
    void anEnvironmentIsNotNamedOtherwise(String name) {
        assertThatThrownBy(() -> new EnvironmentName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a name for an environment: '" + name + "'");
    }

    @Test
    void aNameHasAHundredLettersAtMost() {
        assertThat(new EnvironmentName("a".repeat(100)).value()).hasSize(100);
        assertThatThrownBy(() -> new EnvironmentName("a".repeat(101))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeploymentNamesItsEnvironmentsByNumberAndAttempt() {
        DeploymentId id = new DeploymentId("Orders", 12);

        assertThat(id).hasToString("Orders#12");
        assertThat(id.environment(1)).hasToString("orders-12-1").isEqualTo(id.environment(1));
        assertThat(id.environment(2)).hasToString("orders-12-2");
        assertThat(new DeploymentId("orders", 0)).hasToString("orders#-");
        assertThatThrownBy(() -> new DeploymentId("orders", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is -1. Expected 0 or more");
    }

    @Test
    void aMachineHasAnId() {
        assertThatThrownBy(() -> new MachineId(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(environment(1).machine(new MachineId("one")).orElseThrow().uri("/health?x=1"))
                .isEqualTo(URI.create("http://10.0.0.1:8080/health?x=1"));
        assertThat(environment(1).machine(new MachineId("two"))).isEmpty();
    }

    @Test
    void aRevisionIsToldByItsVersionAndTheBeginningOfItsDigest() {
        assertThat(REVISION).hasToString("1.4.2 (sha256 9f86d081884c)");
        assertThat(new Revision("unknown", "-").shortDigest()).isEqualTo("-");
    }

    @Test
    void anEnvironmentNeverPrintsItsProperties() {
        assertThat(environment(2))
                .hasToString("orders-7-1 running 1.4.2 (sha256 9f86d081884c) on 2 of 3 machines")
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void aCandidateTellsWhatItsTestsNeed() {
        Candidate green = Candidate.of(environment(2));

        assertThat(green.name()).isEqualTo(GREEN);
        assertThat(green.revision()).isEqualTo(REVISION);
        assertThat(green.uri("/orders")).isEqualTo(URI.create("http://10.0.0.1:8080/orders"));
        assertThat(green.property("area")).isEqualTo("eu");
        assertThat(green.findProperty("nothing")).isEmpty();
        assertThat(green).asString().doesNotContain("secret");
    }

    @Test
    void aPropertyThatIsMissingIsNamedWithThoseThatAreThereButNotTheirValues() {
        assertThatThrownBy(() -> Candidate.of(environment(1)).property("db.uri"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Environment orders-7-1 has no property 'db.uri'. It has: [area, db.url]. The platform is told them:"
                                + " this machine by propertiesFrom(file), a file that the artifact has, others by"
                                + " property(name, value).");
    }

    @Test
    void aCandidateWithoutMachinesCannotBeTested() {
        assertThatThrownBy(() -> Candidate.of(environment(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Environment orders-7-1 has no machine to test.");
    }

    @Test
    void trafficGoesNowhereToOneOrToSeveral() {
        TrafficSplit canary = TrafficSplit.of(Map.of(BLUE, 9, GREEN, 1));

        assertThat(TrafficSplit.nowhere()).hasToString("nowhere");
        assertThat(TrafficSplit.nowhere().sole()).isEmpty();
        assertThat(TrafficSplit.allTo(BLUE)).hasToString("orders-6-1 100 %");
        assertThat(TrafficSplit.allTo(BLUE).sole()).contains(BLUE);
        assertThat(canary).hasToString("orders-6-1 90 %, orders-7-1 10 %");
        assertThat(canary.sole()).isEmpty();
        assertThat(canary.environments()).containsExactly(BLUE, GREEN);
        assertThat(canary.reaches(GREEN)).isTrue();
        assertThat(TrafficSplit.allTo(BLUE).reaches(GREEN)).isFalse();
    }

    @Test
    void weightsOfZeroAreNoTrafficAndNegativeOnesAreRefused() {
        assertThat(TrafficSplit.of(Map.of(BLUE, 0, GREEN, 7)).sole()).contains(GREEN);
        assertThat(TrafficSplit.of(Map.of(BLUE, 0))).isEqualTo(TrafficSplit.nowhere());
        assertThatThrownBy(() -> TrafficSplit.of(Map.of(BLUE, -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The weight of orders-6-1 is -1");
    }

    @Test
    void sharesAreComparedAndNotWeights() {
        TrafficSplit half = TrafficSplit.of(Map.of(BLUE, 1, GREEN, 1));

        assertThat(half.sameSharesAs(TrafficSplit.of(Map.of(BLUE, 500, GREEN, 500))))
                .isTrue();
        assertThat(half.sameSharesAs(TrafficSplit.of(Map.of(BLUE, 500, GREEN, 501))))
                .isFalse();
        assertThat(half.sameSharesAs(TrafficSplit.allTo(BLUE))).isFalse();
        assertThat(TrafficSplit.allTo(BLUE).sameSharesAs(TrafficSplit.of(Map.of(BLUE, 999))))
                .isTrue();
        assertThat(TrafficSplit.nowhere().sameSharesAs(TrafficSplit.nowhere())).isTrue();
        assertThat(TrafficSplit.nowhere().sameSharesAs(half)).isFalse();
        assertThat(TrafficSplit.of(Map.of(BLUE, Integer.MAX_VALUE, GREEN, Integer.MAX_VALUE))
                        .sameSharesAs(half))
                .isTrue();
    }

    @Test
    void aSplitDoesNotChangeWithTheMapItWasMadeFrom() {
        Map<EnvironmentName, Integer> weights = new HashMap<>(Map.of(BLUE, 1));
        TrafficSplit split = TrafficSplit.of(weights);
        weights.put(GREEN, 1);

        assertThat(split).isEqualTo(TrafficSplit.allTo(BLUE)).hasSameHashCodeAs(TrafficSplit.allTo(BLUE));
        assertThatThrownBy(() -> split.weights().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
