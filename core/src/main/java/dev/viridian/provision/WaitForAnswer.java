package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.Probe;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.time.Instant;

/** A good answer to a probe. */
record WaitForAnswer(String name, Probe probe, HostAddress address, Duration patience) implements ProvisioningStep {
    private static final Duration ASK_EVERY = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    static WaitForAnswer of(String name, Probe probe, HostAddress address) {
        return new WaitForAnswer(name, probe, address, Duration.ofMinutes(1));
    }

    @Override
    public Duration limit() {
        return patience.plus(ANSWER).plusSeconds(10);
    }

    @Override
    public ProvisioningStep within(Duration time) {
        return new WaitForAnswer(name, probe, address, time);
    }

    @Override
    public Finding inspect(Host host) {
        Probes.Answer answer = ask(host);
        return answer.well() ? Finding.satisfied() : Finding.differs(name + ": " + answer.text());
    }

    @Override
    public void perform(Host host) {
        Instant end = host.time().now().plus(patience);
        for (Probes.Answer answer = ask(host); !answer.well(); answer = ask(host)) {
            if (!host.time().now().isBefore(end)) {
                throw new PlatformException(
                        new Failure.DeadlinePassed(name + ", answered last with: " + answer.text() + ",", patience));
            }
            host.time().sleep(ASK_EVERY);
        }
    }

    private Probes.Answer ask(Host host) {
        return Asking.on(host).ask(probe, address.machine(), ANSWER);
    }
}
