package dev.viridian.testing;

import dev.viridian.SmokeTest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Smoke tests that are written with JUnit 5 or 6, run against the candidate.
 *
 * <pre>{@code
 * .smokeTest("takes orders", JUnitSmokeTest.of(OrdersSmokeTest.class).within(ofMinutes(3)))
 *
 * class OrdersSmokeTest {
 *   @Test
 *   void takesAnOrder(Candidate candidate) {
 *     assertThat(client.order(candidate.uri("/orders"))).isAccepted();
 *   }
 * }
 * }</pre>
 *
 * <p>Constructors, test methods and lifecycle methods may take the {@link dev.viridian.Candidate} as a parameter. The smoke test
 * fails when a test or a lifecycle method fails, when one of the classes has no test, and when no test has passed at all: where all were
 * skipped, nothing is known. Its failure counts passed, failed and skipped tests and says why each failed. When its time is over, the test
 * that is running is interrupted and no further one is begun, unless that one catches the interruption and says nothing of it.
 *
 * <p>Its tests run one after the other in the thread of the smoke test, also where JUnit is set to run tests in parallel.
 *
 * <p>Needs JUnit's {@code org.junit.platform:junit-platform-launcher} and {@code org.junit.jupiter:junit-jupiter} where the controller
 * runs; the launcher is no dependency of this module unless asked for. Several may run side by side, each with its own candidate.
 */
public final class JUnitSmokeTest {
    private JUnitSmokeTest() {}

    /**
     * A smoke test that runs all tests of these classes.
     *
     * @throws IllegalStateException when JUnit's launcher is not on the class path
     */
    public static SmokeTest of(Class<?> first, Class<?>... more) {
        requireLauncher();
        List<Class<?>> classes =
                Stream.concat(Stream.of(first), Stream.of(more)).toList();
        return SmokeTest.code(candidate -> JUnitRun.of(classes, candidate));
    }

    /** Said when the deployment is written rather than when its candidate is waiting. */
    private static void requireLauncher() {
        try {
            Class.forName("org.junit.platform.launcher.Launcher", false, JUnitSmokeTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "A smoke test of JUnit tests needs JUnit's launcher, which is not on the class path. Add"
                            + " org.junit.platform:junit-platform-launcher and org.junit.jupiter:junit-jupiter.",
                    e);
        }
    }
}
