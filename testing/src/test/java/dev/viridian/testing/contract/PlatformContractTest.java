package dev.viridian.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the contract can fail, and says by what. */
class PlatformContractTest {
    static Stream<BrokenAdapter> brokenAdapters() {
        return Stream.of(
                        BrokenEnvironments.all(),
                        BrokenMachines.all(),
                        BrokenChanges.all(),
                        BrokenRouters.all(),
                        BrokenFences.all(),
                        BrokenStores.all(),
                        BrokenTimes.all())
                .flatMap(part -> part);
    }

    @ParameterizedTest
    @MethodSource("brokenAdapters")
    void aBrokenAdapterBreaksItsRuleAndNoneThatIsNotConcerned(BrokenAdapter adapter) {
        Map<String, Throwable> broken = ContractRun.against(adapter.opening());

        assertThat(broken.keySet()).containsExactlyInAnyOrderElementsOf(adapter.allBroken());
        assertThat(broken.get(adapter.rule()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The contract of a platform demands: ")
                .hasMessageContaining("\nFound: ")
                .hasMessageContaining(adapter.found())
                .hasMessageContaining("\nAn adapter must ");
    }

    @Test
    void eachRuleHasABrokenAdapter() {
        assertThat(brokenAdapters().map(BrokenAdapter::rule).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PlatformContract.class.getMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whatIsSeenThroughOthersAndNotAlteredBreaksNoRule() {
        BrokenAdapter sound = BrokenAdapter.that("is sound")
                .breaks("no rule", "")
                .by(platform -> platform.environments(AlteredEnvironments::new)
                        .traffic(AlteredRouter::new)
                        .state(AlteredStateStore::new)
                        .tasks(AlteredTasks::new));

        assertThat(ContractRun.against(sound.opening())).isEmpty();
    }
}
