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

/** One run of a contract by JUnit. */
final class ContractRun implements TestExecutionListener {
    /** What listens to the build's own tests should not hear of these, which are meant to fail. */
    private static final LauncherConfig ALONE = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    private final Map<String, Throwable> broken = new TreeMap<>();

    /** The rules of platforms that are broken, and what each of them said. */
    static Map<String, Throwable> against(Supplier<PlatformUnderTest> opening) {
        Against.opening = Optional.of(opening);
        try {
            return of(Against.class);
        } finally {
            Against.opening = Optional.empty();
        }
    }

    /** The rules of hosts that are broken, and what each of them said. */
    static Map<String, Throwable> againstHost(Supplier<HostUnderTest> opening) {
        AgainstHost.opening = Optional.of(opening);
        try {
            return of(AgainstHost.class);
        } finally {
            AgainstHost.opening = Optional.empty();
        }
    }

    private static Map<String, Throwable> of(Class<?> contract) {
        ContractRun run = new ContractRun();
        LauncherFactory.create(ALONE)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(contract))
                                .build(),
                        run);
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

    /** The contract of hosts, held against whatever is set. */
    static final class AgainstHost extends HostContract {
        private static Optional<Supplier<HostUnderTest>> opening = Optional.empty();

        @Override
        protected HostUnderTest open() {
            return opening.orElseThrow().get();
        }
    }
}
