package dev.viridian.aws;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.aws.BeanstalkChanges.Change;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/** Environments as those of Elastic Beanstalk, which does one thing at a time with each of them: what comes meanwhile waits. */
final class BeanstalkEnvironments implements Environments {
    /** What has just been made may not be found yet: nothing is gone before it was not found twice. */
    private static final int LOOKS_UNTIL_GONE = 2;

    private final BeanstalkSetup setup;
    private final BeanstalkCalls calls;
    private final OwnBeanstalk own;
    private final BeanstalkChanges changes;
    private final BeanstalkVersions versions;
    private final BeanstalkFleet fleet;
    private final BeanstalkScaling scaling;
    private final CnameTraffic traffic;
    private final BeanstalkMetrics metrics;
    private final Turns turns;

    BeanstalkEnvironments(
            BeanstalkSetup setup,
            BeanstalkCalls calls,
            OwnBeanstalk own,
            BeanstalkChanges changes,
            BeanstalkVersions versions,
            BeanstalkFleet fleet,
            BeanstalkScaling scaling,
            CnameTraffic traffic,
            BeanstalkMetrics metrics) {
        this.setup = setup;
        this.calls = calls;
        this.own = own;
        this.changes = changes;
        this.versions = versions;
        this.fleet = fleet;
        this.scaling = scaling;
        this.traffic = traffic;
        this.metrics = metrics;
        this.turns = new Turns(setup.time(), setup.pace());
    }

    @Override
    public void requirePossible(EnvironmentSpec spec) {
        Objections against = new Objections(versions.against(spec.artifact()));
        against.ask(this::againstTheConfiguration);
        against.ask(traffic::against);
        against.requireNone(spec);
    }

    private List<String> againstTheConfiguration() {
        return calls.saved(setup.configuration())
                .map(options -> metrics.against(setup.configuration(), options))
                .orElseGet(() -> List.of("The application " + setup.beanstalkApplication()
                        + " has no saved configuration " + setup.configuration()
                        + ". Save that of an environment by aws elasticbeanstalk create-configuration-template --application-name "
                        + setup.beanstalkApplication() + " --template-name " + setup.configuration()
                        + " --environment-id e-…."));
    }

    @Override
    public Environment create(EnvironmentSpec spec, Fence fence) {
        return turns.alone(spec.name(), () -> {
            Change change = changes.begin("create " + spec.name(), spec.name(), fence, setup.readyWithin());
            Optional<Environment> adopted = adopt(change, spec);
            if (adopted.isPresent()) {
                return adopted.get();
            }
            requireSameVersion(change, spec);
            versions.ensure(spec, tags(spec), change.doing(), change.end(), change.caller());
            String configuration = configuration(change);
            changes.admit(change);
            boolean isMade = calls.make(spec, configuration, tags(spec), change.caller());
            forgetConfiguration(change);
            if (isMade) {
                scaling.hold(change);
            }
            return isMade
                    ? new Environment(
                            spec.name(), spec.artifact().revision(), spec.machines(), List.of(), setup.properties())
                    : adopt(change, spec).orElseThrow(() -> isTaken(change));
        });
    }

    /** The saved one, or that of what is live, which is saved for as long as it takes. */
    private String configuration(Change change) {
        Optional<EnvironmentDescription> live = setup.copiesLive() ? own.look().ownLive() : Optional.empty();
        if (live.isEmpty()) {
            return setup.configuration();
        }
        String copy = BeanstalkName.of(change.name());
        changes.admit(change);
        calls.saveConfiguration(copy, live.get(), change.caller());
        return copy;
    }

    private void forgetConfiguration(Change change) {
        if (setup.copiesLive()) {
            changes.admit(change);
            calls.deleteConfiguration(BeanstalkName.of(change.name()), change.caller());
        }
    }

    /** Where it was made a moment ago it is found in a moment. */
    private PlatformException isTaken(Change change) {
        return PlatformException.passing(
                change.doing(),
                new IllegalStateException("Elastic Beanstalk says that there is an environment "
                        + BeanstalkName.of(change.name()) + " already, and none is found in the application "
                        + setup.beanstalkApplication() + " that is one of " + setup.application()));
    }

    private Map<String, String> tags(EnvironmentSpec spec) {
        Map<String, String> tags = new HashMap<>(setup.tags());
        tags.putAll(new EnvironmentTags(
                        setup.application(),
                        setup.mark(),
                        spec.name(),
                        spec.artifact().revision())
                .asMap());
        tags.put(EnvironmentTags.ARTIFACT, TagText.of(spec.artifact().location()));
        return tags;
    }

    private Optional<Environment> adopt(Change change, EnvironmentSpec spec) {
        OwnBeanstalk.Look look = own.look();
        Optional<EnvironmentDescription> there = look.of(spec.name());
        if (there.isEmpty()) {
            return Optional.empty();
        }
        requireSame(change, spec, look.tags(there.get()).orElseThrow());
        if (there.get().status() == EnvironmentStatus.TERMINATING) {
            throw PlatformException.passing(
                    change.doing(), new IllegalStateException("one of that name is still being removed"));
        }
        forgetConfiguration(change);
        if (calls.options(there.get()).bounds().least() < spec.machines()) {
            scaling.resize(change, spec.machines());
        }
        scaling.hold(change);
        return find(spec.name());
    }

    private void requireSameVersion(Change change, EnvironmentSpec spec) {
        own.version(spec.name()).ifPresent(tags -> requireSame(change, spec, tags));
        changes.admit(change);
    }

    private static void requireSame(Change change, EnvironmentSpec spec, EnvironmentTags found) {
        if (!found.revision().sha256().equals(spec.artifact().revision().sha256())) {
            throw PlatformException.refused(
                    change.doing(),
                    "there is one already, and it runs " + found.revision() + ". Expected "
                            + spec.artifact().revision() + ".");
        }
    }

    private EnvironmentDescription require(Change change) {
        return own.look().of(change.name()).orElseThrow(() -> notThere(change));
    }

    private static PlatformException notThere(Change change) {
        return PlatformException.refused(change.doing(), "there is no such environment.");
    }

    @Override
    public Optional<Environment> find(EnvironmentName name) {
        OwnBeanstalk.Look look = own.look();
        return look.of(name)
                .map(found -> fleet.environments(look, List.of(found)).get(0))
                .or(() -> own.version(name).map(this::remainder));
    }

    @Override
    public List<Environment> list() {
        OwnBeanstalk.Look look = own.look();
        List<Environment> all =
                new ArrayList<>(fleet.environments(look, List.copyOf(look.own().values())));
        own.versionsWithoutEnvironment(look).forEach(tags -> all.add(remainder(tags)));
        return all;
    }

    /** What there is before anything else of an environment is, and after. */
    private Environment remainder(EnvironmentTags tags) {
        return new Environment(tags.environment(), tags.revision(), 1, List.of(), setup.properties());
    }

    /** Its group builds another one by itself. */
    @Override
    public void replace(EnvironmentName name, MachineId machine, Fence fence) {
        turns.alone(name, () -> {
            Change change = changes.begin("replace " + machine + " of " + name, name, fence, setup.readyWithin());
            if (fleet.has(require(change), machine)) {
                changes.admit(change);
                fleet.end(machine, change.caller());
            }
            return true;
        });
    }

    @Override
    public void resize(EnvironmentName name, int machines, Fence fence) {
        turns.alone(name, () -> {
            Change change = changes.begin("resize " + name + " to " + machines, name, fence, setup.readyWithin());
            if (!scaling.resize(change, machines)) {
                throw notThere(change);
            }
            return true;
        });
    }

    @Override
    public Evidence examine(EnvironmentName name, MachineId machine) {
        Optional<EnvironmentDescription> found;
        try {
            found = own.look().of(name);
        } catch (PlatformException e) {
            return Evidence.of("what Elastic Beanstalk says of " + name, "could not be read: " + e.getMessage());
        }
        return fleet.evidence(name, found, machine);
    }

    @Override
    public void destroy(EnvironmentName name, Fence fence) {
        turns.alone(name, () -> {
            Change change = changes.begin("destroy " + name, name, fence, setup.goneWithin());
            scaling.putBack(change);
            int looks = 0;
            while (true) {
                looks = isGone(change) ? looks + 1 : 0;
                if (looks == LOOKS_UNTIL_GONE) {
                    return true;
                }
                changes.awaitNext(change, name + " is terminated");
            }
        });
    }

    /** First the environment goes, and then the application version by which what is left of it is found. */
    private boolean isGone(Change change) {
        OwnBeanstalk.Look look = own.look();
        Optional<EnvironmentDescription> found = look.of(change.name());
        if (found.isPresent()) {
            terminate(change, look, found.get());
            return false;
        }
        boolean hasVersion = own.version(change.name()).isPresent();
        if (hasVersion) {
            forgetConfiguration(change);
            changes.admit(change);
            calls.deleteVersion(BeanstalkName.of(change.name()), change.caller());
        }
        return !hasVersion;
    }

    /** What is being launched or updated is terminated when that is over. */
    private void terminate(Change change, OwnBeanstalk.Look look, EnvironmentDescription found) {
        TrafficSplit routed = CnameTraffic.observed(look);
        if (routed.reaches(change.name())) {
            throw PlatformException.refused(
                    change.doing(), "it gets traffic: " + routed + ". Route the traffic elsewhere before.");
        }
        if (found.status() != EnvironmentStatus.TERMINATING) {
            changes.tries(change, () -> calls.terminate(found, change.caller()));
        }
    }
}
