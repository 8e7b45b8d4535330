package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;

/** Something at a path, which somebody else puts there. */
record WaitForFile(String path, Duration patience) implements ProvisioningStep {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    WaitForFile(String path) {
        this(path, Duration.ofMinutes(1));
    }

    @Override
    public String name() {
        return "wait for " + path;
    }

    @Override
    public Duration limit() {
        return patience.plusSeconds(10);
    }

    @Override
    public ProvisioningStep within(Duration time) {
        return new WaitForFile(path, time);
    }

    @Override
    public Finding inspect(Host host) {
        return host.files().look(path).isPresent() ? Finding.satisfied() : Finding.differs(name());
    }

    @Override
    public void perform(Host host) {
        Instant end = host.time().now().plus(patience);
        while (host.files().look(path).isEmpty()) {
            if (!host.time().now().isBefore(end)) {
                throw new PlatformException(new Failure.DeadlinePassed(name(), patience));
            }
            host.time().sleep(LOOK_EVERY);
        }
    }
}
