package dev.viridian;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private static final Notifier NOBODY = message -> {};

    private final Deployment orders =
            Deployment.blueGreen().artifact("s3://releases/orders-1.0.tar.gz").healthCheck(http("/health"));

    @Test
    void itsDefaultsAreThoseOfTheField() {
        assertThat(orders.strategy()).isEqualTo(new Strategy.BlueGreen());
        assertThat(orders.smokeTests()).isEmpty();
        assertThat(orders.machines()).isEmpty();
        assertThat(orders.revisionAt()).isEmpty();
        assertThat(orders.drain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(orders.keepWarm()).isEqualTo(Duration.ofMinutes(5));
        assertThat(orders.bake()).isZero();
        assertThat(orders.bakeConditions()).isEmpty();
        assertThat(orders.within()).isEmpty();
        assertThat(orders.onFailure().responses())
                .containsExactly(
                        new Response.Retrying(3, Duration.ofSeconds(1)),
                        new Response.Rebuilding(1),
                        new Response.RollingBack());
        assertThat(orders.notifiers()).isEmpty();
        assertThat(orders).hasToString("blue/green deployment of s3://releases/orders-1.0.tar.gz");
    }

    @Test
    void everyWordReturnsANewValueAndLeavesTheOldOneUnchanged() {
        Map<String, UnaryOperator<Deployment>> words = words();
        for (Map.Entry<String, UnaryOperator<Deployment>> word : words.entrySet()) {
            Map<String, Object> before = everythingAbout(orders);

            Deployment changed = word.getValue().apply(orders);

            assertThat(changed).as(word.getKey()).isNotSameAs(orders);
            assertThat(everythingAbout(changed)).as(word.getKey()).isNotEqualTo(before);
            assertThat(everythingAbout(orders)).as(word.getKey()).isEqualTo(before);
        }
    }

    @Test
    void everyWordIsAmongThoseThatAreTested() {
        Set<String> returningDeployments = Arrays.stream(Deployment.class.getMethods())
                .filter(method -> method.getReturnType() == Deployment.class)
                .map(method -> method.getName()
                        + method.getParameterCount()
                        + (method.isVarArgs() ? "…" : "")
                        + (Arrays.asList(method.getParameterTypes()).contains(SmokeTest.class) ? " test" : ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(words().keySet()).containsExactlyInAnyOrderElementsOf(returningDeployments);
    }

    private static Map<String, UnaryOperator<Deployment>> words() {
        Map<String, UnaryOperator<Deployment>> words = new LinkedHashMap<>();
        words.put("artifact1", d -> d.artifact(Artifact.of("s3://releases/orders-1.1.tar.gz")));
        words.put("healthCheck1", d -> d.healthCheck(tcp()));
        words.put("smokeTest2", d -> d.smokeTest("works", green -> tcp()));
        words.put("smokeTest2 test", d -> d.smokeTest("works", SmokeTest.code(green -> {})));
        words.put("machines1", d -> d.machines(3));
        words.put("revisionAt1", d -> d.revisionAt("/version"));
        words.put("drain1", d -> d.drain(Duration.ZERO));
        words.put("keepWarm1", d -> d.keepWarm(Duration.ZERO));
        words.put("awaitingApproval1", d -> d.awaitingApproval(Duration.ofHours(1)));
        words.put("bake1", d -> d.bake(Duration.ofHours(1)));
        words.put("bake3…", d -> d.bake(Duration.ofHours(2), () -> BakeCondition.Verdict.well("no queue")));
        words.put("within1", d -> d.within(Duration.ofHours(1)));
        words.put("onFailure1", d -> d.onFailure(halt()));
        words.put("notifying2…", d -> d.notifying(NOBODY));
        return words;
    }

    private static Map<String, Object> everythingAbout(Deployment deployment) {
        Map<String, Object> all = new LinkedHashMap<>();
        Arrays.stream(Deployment.class.getMethods())
                .filter(method -> method.getDeclaringClass() == Deployment.class
                        && method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers()))
                .forEach(method -> {
                    try {
                        all.put(method.getName(), method.invoke(deployment));
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError(method.toString(), e);
                    }
                });
        return all;
    }

    @Test
    void whatAddsAddsInOrder() {
        Deployment two = orders.healthCheck(tcp())
                .smokeTest("first", green -> tcp())
                .smokeTest("second", green -> tcp())
                .notifying(NOBODY)
                .notifying(NOBODY, NOBODY);

        assertThat(two.healthChecks()).hasSize(2).element(1).isEqualTo(tcp());
        assertThat(two.smokeTests()).extracting(NamedSmokeTest::name).containsExactly("first", "second");
        assertThat(two.notifiers()).hasSize(3);
    }

    @Test
    void listsThatAreHandedOutCannotBeChanged() {
        assertThatThrownBy(() -> orders.healthChecks().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> orders.smokeTests().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> orders.notifiers().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> orders.onFailure().responses().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertRefused(() -> orders.machines(0), "on 0 machines? Expected 1 or more");
        assertRefused(() -> orders.smokeTest(" ", green -> tcp()), "a name that says what it tests");
        assertRefused(() -> orders.drain(Duration.ofSeconds(-1)), "The deadline for draining is -1 s");
        assertRefused(() -> orders.keepWarm(Duration.ofSeconds(-1)), "to keep the old environment warm is -1 s");
        assertRefused(() -> orders.bake(Duration.ofSeconds(-1)), "time to bake is -1 s");
        assertRefused(
                () -> orders.bake(Duration.ZERO, () -> BakeCondition.Verdict.well("no queue")), "time to bake is 0 s");
        assertRefused(() -> orders.within(Duration.ZERO), "deadline of a deployment is 0 s");
        assertRefused(() -> orders.revisionAt("version"), "starts with a slash");
        assertRefused(() -> SmokeTest.code(green -> {}).within(Duration.ZERO), "deadline of a smoke test is 0 s");
    }

    private static void assertRefused(Runnable word, String why) {
        assertThatThrownBy(word::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
