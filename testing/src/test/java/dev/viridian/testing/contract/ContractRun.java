package dev.viridian.testing.contract;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the contract by JUnit. */
final class ContractRun implements TestExecutionListener {
    /** What listens to the build's own tests should not hear of these, which are meant to fail. */
    private static final LauncherConfig ALONE = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    private final Map<String, Throwable> broken = new TreeMap<>();

    /** The rules that are broken, and what each of them said. */
    static Map<String, Throwable> against(Supplier<PlatformUnderTest> opening) {
        ContractRun run = new ContractRun();
        Against.opening = Optional.of(opening);
        try {
            LauncherFactory.create(ALONE)
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(Against.class))
                                    .build(),
                            run);
        } finally {
            Against.opening = Optional.empty();
        }
        return run.broken;
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            broken.put(
                    identifier
                            .getSource()
                            .filter(MethodSource.class::isInstance)
                            .map(source -> ((MethodSource) source).getMethodName())
                            .orElse(identifier.getDisplayName()),
                    result.getThrowable().orElseThrow());
        }
    }

    /** The contract, held against whatever is set. Only a run of it finds an adapter here. */
    static final class Against extends PlatformContract {
        private static Optional<Supplier<PlatformUnderTest>> opening = Optional.empty();

        @Override
        protected PlatformUnderTest open() {
            return opening.orElseThrow().get();
        }
    }
}
