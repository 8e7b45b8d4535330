package dev.viridian.testing;

import dev.viridian.Candidate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
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
            requireTests(classes, plan);
            Results results = new Results(run, plan);
            launcher.execute(plan, results);
            results.requirePassed();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Of a class without tests nothing would be known, however well the others do. */
    private static void requireTests(List<Class<?>> classes, TestPlan plan) {
        Set<String> found = plan.getRoots().stream()
                .flatMap(engine -> plan.getDescendants(engine).stream())
                .flatMap(each -> each.getSource().stream())
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .collect(Collectors.toSet());
        String without = classes.stream()
                .filter(type -> !found.contains(type.getName()))
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        if (!without.isEmpty()) {
            throw new AssertionError(
                    "No test was found in " + without + ". Expected a method with @Test that is not private,"
                            + " in a class that is neither private nor abstract, and org.junit.jupiter:junit-jupiter where the"
                            + " controller runs.");
        }
    }

    private static LauncherDiscoveryRequest request(List<Class<?>> classes, Candidates.Run run) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter(Candidates.PARAMETER, run.number())
                // Interrupting this thread must reach the test, and a simulation refuses who waits for another thread.
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(
                        "junit.jupiter.extensions.autodetection.include", CandidateParameter.class.getName())
                .build();
    }
}
