package dev.viridian.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Each rule of the contract can fail: a platform that breaks it is found out. */
class BrokenPlatformTest {
    private static final ThreadLocal<UnaryOperator<Platform>> BREAKING = new ThreadLocal<>();

    private static final Map<String, UnaryOperator<Platform>> BROKEN = Map.ofEntries(
            Map.entry("createIsIdempotent", environments("create", BrokenPlatformTest::createAnew)),
            Map.entry(
                    "createRefusesAnotherRevisionUnderTheSameName",
                    environments("create", BrokenPlatformTest::createAnew)),
            Map.entry(
                    "createByTwoTasksAtTheSameTimeMakesOneEnvironment",
                    environments("create", BrokenPlatformTest::oneMore)),
            Map.entry("findAndListShowWhatIsThere", environments("list", (given, real) -> List.of())),
            Map.entry(
                    "runningMachinesAnswerAndHaveIdsOfTheirOwn",
                    port(Probes.class, "probes", Platform::probes, "ask", (given, real) -> Probes.Answer.sick("503"))),
            Map.entry("replaceMakesANewMachineAndKeepsTheOthers", environments("replace", BrokenPlatformTest::nothing)),
            Map.entry(
                    "replaceOfAMachineThatIsGoneDoesNothing",
                    with(
                            Environments.class,
                            "environments",
                            Platform::environments,
                            "replace",
                            sound -> (given, real) -> {
                                sound.resize((EnvironmentName) given[0], 3, (Fence) given[2]);
                                return null;
                            })),
            Map.entry("resizeGoesUpAndDownAndIsIdempotent", environments("resize", BrokenPlatformTest::nothing)),
            Map.entry(
                    "destroyLeavesNothingAndOfNothingDoesNothing",
                    environments("destroy", BrokenPlatformTest::nothing)),
            Map.entry("destroyOfWhatGetsTrafficIsRefused", environments("destroy", BrokenPlatformTest::nothing)),
            Map.entry("routingIsReadBackAndNowhereToo", traffic("route", BrokenPlatformTest::nothing)),
            Map.entry("aRouteToAnEnvironmentThatDoesNotExistIsRefused", traffic("route", BrokenPlatformTest::nothing)),
            Map.entry(
                    "anOlderFencingTokenHasNoEffectAndTheSameIsAccepted",
                    environments("resize", BrokenPlatformTest::unfenced)),
            Map.entry("examineNeverThrowsAndShowsNoSecret", environments("examine", (given, real) -> {
                throw new IllegalStateException("no such machine");
            })),
            Map.entry("ofSeveralWritersOfOneKeyExactlyOneWins", state("createIfAbsent", (given, real) -> {
                real.call(given);
                return Optional.of(new StateStore.Version("always"));
            })),
            Map.entry(
                    "documentsAreReplacedAndDeletedByVersionAndListedInOrder", state("delete", (given, real) -> true)),
            Map.entry("pinningTwiceIsTheSame", artifacts(new AtomicInteger())),
            Map.entry(
                    "aMissingArtifactIsRefused",
                    port(ArtifactStore.class, "artifacts", Platform::artifacts, "pin", (given, real) -> {
                        throw new IllegalStateException("404");
                    })),
            Map.entry(
                    "timePassesAndNeverGoesBack",
                    port(Time.class, "time", Platform::time, "sleep", BrokenPlatformTest::nothing)),
            Map.entry(
                    "tasksAnswerInTheirOrderAndEndInTime",
                    port(Tasks.class, "tasks", Platform::tasks, "all", (given, real) -> List.of(2, 1))));

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleFindsThePlatformThatBreaksIt(String rule) {
        BREAKING.set(BROKEN.get(rule));
        try {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectMethod(Subject.class, rule))
                                    .build(),
                            listener);
            assertThat(listener.getSummary().getTestsStartedCount()).isEqualTo(1);
            assertThat(listener.getSummary().getTestsFailedCount()).isEqualTo(1);
        } finally {
            BREAKING.remove();
        }
    }

    @Test
    void everyRuleHasABrokenPlatform() {
        assertThat(BROKEN.keySet()).containsExactlyInAnyOrderElementsOf(rules());
    }

    static List<String> rules() {
        return Arrays.stream(PlatformContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .toList();
    }

    /** The contract, asked of a platform that was broken. */
    static class Subject extends SimulatedPlatformContractTest {
        @Override
        protected Platform open() {
            return BREAKING.get().apply(super.open());
        }
    }

    private static Object nothing(Object[] given, Twist.Sound real) {
        return null;
    }

    private static Object createAnew(Object[] given, Twist.Sound real) throws Throwable {
        return renamed(given, real);
    }

    private static int serial;

    private static Object renamed(Object[] given, Twist.Sound real) throws Throwable {
        EnvironmentSpec spec = (EnvironmentSpec) given[0];
        EnvironmentName name = new EnvironmentName(spec.name() + "-" + ++serial);
        return real.call(new EnvironmentSpec(name, spec.artifact(), spec.machines()), given[1]);
    }

    private static Object oneMore(Object[] given, Twist.Sound real) throws Throwable {
        EnvironmentSpec spec = (EnvironmentSpec) given[0];
        return real.call(new EnvironmentSpec(spec.name(), spec.artifact(), spec.machines() + 1), given[1]);
    }

    private static Object unfenced(Object[] given, Twist.Sound real) throws Throwable {
        return real.call(given[0], given[1], new Fence(100, "unfenced"));
    }

    private static UnaryOperator<Platform> artifacts(AtomicInteger pins) {
        return port(ArtifactStore.class, "artifacts", Platform::artifacts, "pin", (given, real) -> {
            PinnedArtifact pinned = (PinnedArtifact) real.call(given);
            return new PinnedArtifact(pinned.artifact(), pinned.location(), pinned.revision(), pins.incrementAndGet());
        });
    }

    private static UnaryOperator<Platform> environments(String method, Twist twist) {
        return port(Environments.class, "environments", Platform::environments, method, twist);
    }

    private static UnaryOperator<Platform> traffic(String method, Twist twist) {
        return port(TrafficRouter.class, "traffic", Platform::traffic, method, twist);
    }

    private static UnaryOperator<Platform> state(String method, Twist twist) {
        return port(StateStore.class, "state", Platform::state, method, twist);
    }

    private static <T> UnaryOperator<Platform> port(
            Class<T> type, String name, Function<Platform, T> port, String method, Twist twist) {
        return with(type, name, port, method, sound -> twist);
    }

    private static <T> UnaryOperator<Platform> with(
            Class<T> type, String name, Function<Platform, T> port, String method, Function<T, Twist> twist) {
        return platform -> {
            T sound = port.apply(platform);
            T broken = Twist.of(type, sound, method, twist.apply(sound));
            return Twist.of(Platform.class, platform, name, (given, real) -> broken);
        };
    }
}
