package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/**
 * Users go to the environment that has their CNAME. Two environments <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_SwapEnvironmentCNAMEs.html">swap theirs</a>, and a second swap undoes the first:
 * it is made only when it was read twice that it has not been made, with both Ready, as what is being swapped is not.
 */
final class CnameTraffic extends CountedTraffic {
    /**
     * Name servers learn of it <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">"generally … within 60 seconds"</a>, and resolvers keep an answer for 60, the not so punctual
     * ones for twice as long.
     */
    private static final Duration STRAGGLERS = Duration.ofMinutes(BeanstalkPlatform.STRAGGLERS_COME_FOR_MINUTES);

    /** Less than an engine waits for a cutover. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

    /** Less than an engine takes to look at what there is. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(45);

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;
    private final OwnBeanstalk own;
    private final FencingRecord gate;
    private final BeanstalkScaling scaling;

    CnameTraffic(
            BeanstalkSetup setup,
            BeanstalkCalls calls,
            OwnBeanstalk own,
            FencingRecord gate,
            BeanstalkMetrics metrics,
            BeanstalkScaling scaling) {
        super(metrics);
        this.setup = setup;
        this.calls = calls;
        this.own = own;
        this.gate = gate;
        this.scaling = scaling;
    }

    /** Where an environment of somebody else has the users' CNAME, or none has it, none of this application is live. */
    @Override
    public TrafficSplit observed() {
        return observed(own.look());
    }

    static TrafficSplit observed(OwnBeanstalk.Look look) {
        return look.live()
                .flatMap(look::tags)
                .map(tags -> TrafficSplit.allTo(tags.environment()))
                .orElse(TrafficSplit.nowhere());
    }

    /** Two that are to swap their CNAMEs. */
    private record Swap(EnvironmentDescription from, EnvironmentDescription to) {
        boolean isPossible() {
            return from.status() == EnvironmentStatus.READY && to.status() == EnvironmentStatus.READY;
        }

        boolean isSameAs(Swap other) {
            return from.environmentId().equals(other.from.environmentId())
                    && to.environmentId().equals(other.to.environmentId());
        }

        @Override
        public String toString() {
            return from.environmentName() + " is " + from.statusAsString() + " and " + to.environmentName() + " is "
                    + to.statusAsString();
        }
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        String doing = "route to " + desired;
        gate.admit(doing, fence);
        if (desired.environments().size() > 1) {
            throw PlatformException.refused(
                    doing,
                    "a CNAME leads to one environment alone, so Elastic Beanstalk knows no shares. Route to one of them, or deploy behind a load balancer by AwsPlatform for shares.");
        }
        Instant end = setup.time().now().plus(LONGEST_WAIT);
        swap(desired, fence, doing, end);
        desired.sole().ifPresent(live -> scaling.takeOver(new BeanstalkChanges.Change(doing, live, fence, end)));
    }

    private void swap(TrafficSplit desired, Fence fence, String doing, Instant end) {
        Optional<Swap> before = Optional.empty();
        while (true) {
            Optional<Swap> needed = needed(desired, settled(end), doing);
            if (needed.isEmpty()) {
                return;
            }
            Swap now = needed.get();
            boolean isSure =
                    before.filter(Swap::isPossible).filter(now::isSameAs).isPresent();
            if (isSure && now.isPossible()) {
                gate.admit(doing, fence);
                calls.swap(now.from, now.to, Caller.of(fence));
                return;
            }
            requireTime(doing, end, now);
            before = needed;
            setup.time().sleep(setup.pace());
        }
    }

    private void requireTime(String doing, Instant end, Swap now) {
        if (!setup.time().now().isBefore(end)) {
            throw PlatformException.passing(
                    doing,
                    new IllegalStateException(
                            "Elastic Beanstalk swaps CNAMEs of environments that are Ready alone, and " + now));
        }
    }

    /** While CNAMEs are being swapped it may be that none has that of the users. */
    private OwnBeanstalk.Look settled(Instant end) {
        OwnBeanstalk.Look look = own.look();
        while (look.live().isEmpty()
                && look.isBeingUpdated()
                && setup.time().now().isBefore(end)) {
            setup.time().sleep(setup.pace());
            look = own.look();
        }
        return look;
    }

    /** Nothing where it is so already. */
    private Optional<Swap> needed(TrafficSplit desired, OwnBeanstalk.Look look, String doing) {
        Optional<EnvironmentName> wanted = desired.sole();
        Optional<EnvironmentDescription> there =
                wanted.map(name -> look.of(name).orElseThrow(() -> isNotThere(doing, name)));
        if (observed(look).equals(desired)) {
            return Optional.empty();
        }
        EnvironmentDescription live = look.live().orElseThrow(() -> PlatformException.refused(doing, nobodyHasIt()));
        return Optional.of(new Swap(live, there.orElseGet(() -> nobody(look, doing))));
    }

    private static PlatformException isNotThere(String doing, EnvironmentName name) {
        return PlatformException.refused(doing, "there is no environment " + name + ". The routing stays as it is.");
    }

    /** Whose the CNAME was before the first deployment. */
    private EnvironmentDescription nobody(OwnBeanstalk.Look look, String doing) {
        List<EnvironmentDescription> found = look.swappedBefore();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw PlatformException.refused(
                doing,
                "a CNAME leads somewhere as long as its environment is there, and of those that had "
                        + setup.cname() + " before the first deployment there are " + found.size()
                        + ". Expected one that is none of " + setup.application()
                        + " and can take it back by a swap. The routing stays as it is; give it away by hand.");
    }

    private String nobodyHasIt() {
        return "No environment of the application " + setup.beanstalkApplication() + " has the CNAME " + setup.cname()
                + ". An environment gets one only when it is made, or by a swap, so one must have it before the first deployment: make one with AWS's sample application by"
                + " aws elasticbeanstalk create-environment --application-name "
                + setup.beanstalkApplication() + " --environment-name "
                + setup.cname().replaceFirst("\\..*", "")
                + "-entry --cname-prefix " + setup.cname().replaceFirst("\\..*", "") + " --template-name "
                + setup.configuration() + ", and wait until it is Ready.";
    }

    /** What speaks against a deployment, before it begins. A swap that an earlier one asked for shows late: who looked meanwhile may have seen either. */
    List<String> against() {
        OwnBeanstalk.Look look = own.look();
        if (!look.mayBeSwapping()) {
            return look.live().isPresent() ? List.of() : List.of(nobodyHasIt());
        }
        Instant end = setup.time().now().plus(LONGEST_LOOK);
        while (look.mayBeSwapping() && setup.time().now().isBefore(end)) {
            setup.time().sleep(setup.pace());
            look = own.look();
        }
        return List.of(
                "Two environments of the application " + setup.beanstalkApplication()
                        + " were being updated, as those are that swap their CNAMEs, so where users come was not certain when it was looked. Deploy again when both are Ready.");
    }

    @Override
    public Duration stragglersComeFor() {
        return STRAGGLERS;
    }

    @Override
    public Optional<Machine> entry() {
        return Optional.of(new Machine(new MachineId("entry"), setup.cname(), setup.port(), Machine.State.RUNNING, ""));
    }
}
