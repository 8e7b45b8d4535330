package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.TrafficRouter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter that returns null, which the compiler of its author did not refuse: a deployment ends all the same, and tells by which call. */
class AnsweredNullTest {
    private static final Set<Class<?>> PARTS =
            Set.of(Environments.class, TrafficRouter.class, StateStore.class, ArtifactStore.class, Probes.class);

    private final TwoReleases world = new TwoReleases();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sizes             | list environments
            list              | list environments
            observed          | read the routing
            pin               | look at the artifact
            read              | read 'lease' in the state store
            replace           | replace 'lease' in the state store
            createIfAbsent    | write 'journal/000002/000000' in the state store
            artifacts         | use the artifacts() of the platform
            environments      | use the environments() of the platform
            traffic           | use the traffic() of the platform
            controllers       | use the controllers() of the platform
            pace              | use the pace() of the platform
            """)
    void refusesADeploymentThatCannotBegin(String method, String call) {
        DeploymentResult result = deployWhere(method);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("While trying to " + call + ": null was returned, which is no answer");
        assertThat(world.sent).extracting(Notification::outcome).containsExactly(Optional.of(Outcome.REFUSED));
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }

    @Test
    void takesATimeThatIsNullForNothingToPlanBy() {
        DeploymentResult result = deployWhere("stragglersComeFor");

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).startsWith("While trying to look at what is live: ");
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }

    @Test
    void takesAMachineThatAnswersNullForSick() {
        DeploymentResult result = deployWhere("ask");

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("did not become healthy", "While trying to ask orders-2-1.", "null was returned");
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "size"})
    void needsAPersonWhereWhatIsKeptCannotBeLookedAt(String method) {
        DeploymentResult result = deployWhere(method);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.HALTED);
        assertThat(result.failure().orElseThrow().message())
                .startsWith("While trying to find orders-1-1: null was returned, which is no answer");
        assertThat(world.sent).extracting(Notification::outcome).containsExactly(Optional.of(Outcome.HALTED));
        assertThat(world.platform.live()).isEqualTo(BLUE);
    }

    @Test
    void waitsAllOfTheDrainWhereNobodyCanTellWhatIsInFlight() {
        DeploymentResult result = deployWhere("inFlight");

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(world.platform.worlds).containsOnlyKeys(GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "time"})
    void givesNobodyADeployerWithoutWhatEachDeploymentNeeds(String method) {
        Platform platform = answeringNull(Platform.class, world.platform, method);

        assertThatThrownBy(() -> Deployer.on(platform).deploy(world.version("1.1")))
                .isInstanceOf(PlatformException.class)
                .hasMessageStartingWith("While trying to use the " + method
                        + "() of the platform: null was returned, which is no answer");
    }

    private DeploymentResult deployWhere(String method) {
        return Deployer.on(answeringNull(Platform.class, world.platform, method))
                .deploy(world.version("1.1"));
    }

    private static <T> T answeringNull(Class<T> type, Object target, String method) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) ->
                        called.getName().equals(method) ? null : part(target, called, arguments, method)));
    }

    private static Object part(Object target, Method called, Object[] arguments, String method) throws Throwable {
        Object answer;
        try {
            answer = called.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        return PARTS.contains(called.getReturnType()) ? answeringNull(called.getReturnType(), answer, method) : answer;
    }
}
