package dev.viridian.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.provision.Host;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the contract of hosts can fail, and says by what. */
class HostContractTest {
    static Stream<BrokenHost> brokenHosts() {
        return BrokenHosts.all();
    }

    @ParameterizedTest
    @MethodSource("brokenHosts")
    void aBrokenHostBreaksItsRuleAndNoneThatIsNotConcerned(BrokenHost host) {
        Map<String, Throwable> broken = ContractRun.againstHost(host.opening());

        assertThat(broken.keySet()).containsExactlyInAnyOrderElementsOf(host.allBroken());
        assertThat(broken.get(host.rule()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The contract of a host demands: ")
                .hasMessageContaining("\nFound: ")
                .hasMessageContaining(host.found());
    }

    @Test
    void eachRuleHasABrokenHost() {
        assertThat(brokenHosts().map(BrokenHost::rule).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(HostContract.class.getMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whatIsSeenThroughOthersAndNotAlteredBreaksNoRule() {
        assertThat(ContractRun.againstHost(() -> SimulatedHostUnderTest.altered(HostContractTest::passedOn)))
                .isEmpty();
    }

    private static Host passedOn(Host real) {
        return new AlteredHost(real)
                .files(AlteredFiles::new)
                .services(AlteredServices::new)
                .accounts(AlteredAccounts::new)
                .artifacts(AlteredArtifacts::new)
                .tasks(AlteredTasks::new);
    }
}
