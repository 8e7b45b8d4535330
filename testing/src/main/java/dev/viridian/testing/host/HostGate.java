package dev.viridian.testing.host;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.host.HostCall.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where everything passes that a process asks of a machine: it is counted, and goes wrong where it should. */
final class HostGate {
    private final HostFaultInjector faults;
    private final HostClock clock;
    private final List<HostCall> calls = new ArrayList<>();
    private boolean dead;
    private boolean open;

    HostGate(HostFaultInjector faults, HostClock clock) {
        this.faults = faults;
        this.clock = clock;
    }

    List<HostCall> calls() {
        return List.copyOf(calls);
    }

    void change(Kind kind, String text, Runnable change) {
        call(kind, text, () -> {
            change.run();
            return true;
        });
    }

    /** What a scripted command asks passes freely: the command is one call. */
    <T> T freely(Supplier<T> work) {
        boolean before = open;
        open = true;
        try {
            return work.get();
        } finally {
            open = before;
        }
    }

    <T> T call(Kind kind, String text, Supplier<T> work) {
        if (open) {
            return work.get();
        }
        HostCall call = new HostCall(calls.size() + 1, kind, text);
        if (dead) {
            throw new ProvisioningKilled(call);
        }
        calls.add(call);
        return switch (faults.at(call)) {
            case NONE -> freely(work);
            case FAILS -> throw failed(call);
            case ANSWER_LOST -> {
                freely(work);
                throw failed(call);
            }
            case HANGS -> {
                clock.passUntilTheLimit();
                throw new NoAnswer(call);
            }
            case DISK_FULL -> throw new PlatformException(new Failure.DiskFull("the simulated disk", text));
            case KILLED_BEFORE -> throw killed(call);
            case KILLED_AFTER -> {
                freely(work);
                throw killed(call);
            }
        };
    }

    private static PlatformException failed(HostCall call) {
        return new PlatformException(new Failure.CallFailed(call.text(), "input/output error (simulated)", true));
    }

    private ProvisioningKilled killed(HostCall call) {
        dead = true;
        return new ProvisioningKilled(call);
    }
}
