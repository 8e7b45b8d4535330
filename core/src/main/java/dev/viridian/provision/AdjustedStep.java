package dev.viridian.provision;

import dev.viridian.Response;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A step with settings of its own. */
record AdjustedStep(ProvisioningStep step, Duration limit, List<String> triggers, List<Response> responses)
        implements ProvisioningStep {
    static AdjustedStep of(ProvisioningStep step) {
        return step instanceof AdjustedStep adjusted
                ? adjusted
                : new AdjustedStep(step, step.limit(), step.triggers(), step.responses());
    }

    AdjustedStep limited(Duration time) {
        return new AdjustedStep(
                step, Durations.requirePositive("time for step '" + name() + "'", time), triggers, responses);
    }

    /** A step may have a patience of its own, as a command has, which is then meant, too. */
    @Override
    public AdjustedStep within(Duration time) {
        AdjustedStep changed = of(step.within(time));
        return new AdjustedStep(changed.step(), changed.limit(), triggers, responses);
    }

    AdjustedStep triggeringToo(String handler) {
        List<String> more = new ArrayList<>(triggers);
        more.add(handler);
        return new AdjustedStep(step, limit, List.copyOf(more), responses);
    }

    AdjustedStep responding(List<Response> others) {
        return new AdjustedStep(step, limit, triggers, others);
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public Finding inspect(Host host) throws Exception {
        return step.inspect(host);
    }

    @Override
    public void perform(Host host) throws Exception {
        step.perform(host);
    }

    @Override
    public String toString() {
        return name();
    }
}
