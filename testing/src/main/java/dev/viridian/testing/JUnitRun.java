package dev.viridian.testing;

import dev.viridian.Candidate;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of JUnit tests against one candidate. */
final class JUnitRun {
    /** What listens to the program's own tests, a build tool for instance, should not hear of these. */
    private static final LauncherConfig ALONE = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    private JUnitRun() {}

    /** Returns when all is well. */
    static void of(List<Class<?>> classes, Candidate candidate) throws InterruptedException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The launcher finds engines by this loader, and a pooled thread may have that of a program long gone.
        thread.setContextClassLoader(classes.get(0).getClassLoader());
        try (Candidates.Run run = Candidates.begin(candidate)) {
            Launcher launcher = LauncherFactory.create(ALONE);
            TestPlan plan = launcher.discover(request(classes, run));
            Results results = new Results(run, plan);
            launcher.execute(plan, results);
            if (run.interrupted().get()) {
                throw new InterruptedException("The tests were interrupted: " + results.summary());
            }
            results.requirePassed(classes);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static LauncherDiscoveryRequest request(List<Class<?>> classes, Candidates.Run run) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter(Candidates.PARAMETER, run.number())
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(
                        "junit.jupiter.extensions.autodetection.include", CandidateParameter.class.getName())
                .build();
    }
}
