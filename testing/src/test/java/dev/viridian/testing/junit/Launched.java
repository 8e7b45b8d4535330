package dev.viridian.testing.junit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What became of the tests of a class, by what they are called. */
final class Launched implements TestExecutionListener {
    private static final LauncherConfig ALONE = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .build();

    private final Map<String, Optional<Throwable>> ended = new LinkedHashMap<>();

    private Launched() {}

    static Launched of(Class<?> type) {
        return of(type, Map.of());
    }

    static Launched of(Class<?> type, Map<String, String> configuration) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .configurationParameters(configuration)
                .build();
        Launched launched = new Launched();
        LauncherFactory.create(ALONE).execute(request, launched);
        return launched;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
            ended.put(test.getDisplayName(), result.getThrowable());
        }
    }

    /** How many tests there were, and of those that failed what they failed of. */
    Map<String, Optional<Throwable>> ended() {
        return ended;
    }

    /** What this test failed of. */
    Throwable failureOf(String test) {
        return ended.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(test + "("))
                .flatMap(entry -> entry.getValue().stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError(test + " has not failed: " + ended));
    }

    boolean allPassed() {
        return ended.values().stream().allMatch(Optional::isEmpty);
    }

    @Override
    public String toString() {
        return ended.toString();
    }
}
