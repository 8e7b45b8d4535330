package dev.viridian.testing.assertions;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.event.Event.Choice;
import dev.viridian.report.DeploymentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is expected of how a deployment ended. Steps are named by a part of their titles, as the plan prints them. */
public final class DeploymentResultAssert extends StoryAssert<DeploymentResultAssert, DeploymentResult> {
    private static final String REPLACE = "replace machine ";

    DeploymentResultAssert(DeploymentResult actual) {
        super(actual, DeploymentResultAssert.class);
    }

    /**
     * The new revision is live.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(orders)).isDeployed();                   // passes
     * assertThat(deployer.deploy(ordersThatNeverStart)).isDeployed();     // fails: it was rolled back
     * }</pre>
     */
    public DeploymentResultAssert isDeployed() {
        return ended(Outcome.DEPLOYED);
    }

    /**
     * It failed, and what was live before is live.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(ordersThatNeverStart)).isRolledBack();   // passes
     * assertThat(deployer.deploy(orders)).isRolledBack();                 // fails: it was deployed
     * }</pre>
     */
    public DeploymentResultAssert isRolledBack() {
        return ended(Outcome.ROLLED_BACK);
    }

    /**
     * It failed, and the candidate is kept for examination.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(sick.onFailure(quarantine(ofHours(1))))).isQuarantined();  // passes
     * assertThat(deployer.deploy(sick.onFailure(rollBack()))).isQuarantined();              // fails: it was rolled back
     * }</pre>
     */
    public DeploymentResultAssert isQuarantined() {
        return ended(Outcome.QUARANTINED);
    }

    /**
     * It failed, and was left as it is for a person.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(sick.onFailure(halt()))).isHalted();       // passes
     * assertThat(deployer.deploy(sick.onFailure(rollBack()))).isHalted();   // fails: it was rolled back
     * }</pre>
     */
    public DeploymentResultAssert isHalted() {
        return ended(Outcome.HALTED);
    }

    /**
     * It was refused before anything was touched.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(ofAnArtifactThatIsNotThere)).isRefused();  // passes
     * assertThat(deployer.deploy(orders)).isRefused();                      // fails: it was deployed
     * }</pre>
     */
    public DeploymentResultAssert isRefused() {
        return ended(Outcome.REFUSED);
    }

    private DeploymentResultAssert ended(Outcome expected) {
        isNotNull();
        return expect(
                actual.outcome() == expected,
                "that " + actual.id() + " " + Words.of(expected),
                () -> Words.of(actual.outcome())
                        + actual.failure().map(cause -> ": " + cause.message()).orElse(""));
    }

    /**
     * This step was the last that failed before it was given up.
     *
     * <pre>{@code
     * assertThat(result).failedAt("smoke test");       // passes where a smoke test made it roll back
     * assertThat(result).failedAt("await health");     // fails: it failed at 'smoke test orders-1-1: takes orders'
     * }</pre>
     */
    public DeploymentResultAssert failedAt(String step) {
        isNotNull();
        Optional<String> failed = givenUpAt();
        return expect(
                failed.filter(title -> title.contains(step)).isPresent(),
                "that " + actual.id() + " failed at '" + step + "'",
                () -> failed.map(title -> "failed at '" + title + "'").orElse("did not fail at a step"));
    }

    private Optional<String> givenUpAt() {
        if (actual.succeeded()) {
            return Optional.empty();
        }
        Optional<String> last = Optional.empty();
        for (Event event : actual.events()) {
            if (event instanceof Event.RollBackBegun) {
                break;
            }
            if (event instanceof Event.StepFailed failed) {
                last = Optional.of(failed.step());
            }
        }
        return last;
    }

    /**
     * What it failed of says this.
     *
     * <pre>{@code
     * assertThat(result).because("Connection refused");   // passes where that is in the message of the failure
     * assertThat(result).because("no space left");        // fails, and shows the message
     * }</pre>
     */
    public DeploymentResultAssert because(String text) {
        isNotNull();
        Optional<String> message = actual.failure().map(Failure::message);
        return expect(
                message.filter(cause -> cause.contains(text)).isPresent(),
                "that " + actual.id() + " failed because of '" + text + "'",
                () -> message.map(cause -> "failed because of: " + cause).orElse("did not fail"));
    }

    /**
     * This step failed, and the deployment got over it.
     *
     * <pre>{@code
     * assertThat(result).isDeployed().overcame("await health");   // passes where a machine was rebuilt, for instance
     * assertThat(result).isDeployed().overcame("cut over");       // fails where the cutover went well at once
     * }</pre>
     */
    public DeploymentResultAssert overcame(String step) {
        isNotNull();
        List<String> all = actual.events(Event.StepFailed.class).stream()
                .map(Event.StepFailed::step)
                .distinct()
                .toList();
        List<String> overcome = all.stream()
                .filter(title -> !givenUpAt().equals(Optional.of(title)))
                .toList();
        return expect(
                overcome.stream().anyMatch(title -> title.contains(step)),
                "that " + actual.id() + " overcame a failure at '" + step + "'",
                () -> "overcame failures at " + Words.quoted(overcome));
    }

    /**
     * This step was begun so many times, over all candidates.
     *
     * <pre>{@code
     * assertThat(result).attempted("create", 2);   // passes where the first attempt failed and the second did not
     * assertThat(result).attempted("create", 1);   // fails there
     * }</pre>
     */
    public DeploymentResultAssert attempted(String step, int times) {
        isNotNull();
        List<String> begun = actual.events(Event.StepStarted.class).stream()
                .map(Event.StepStarted::step)
                .filter(title -> title.contains(step))
                .toList();
        return expect(
                begun.size() == times,
                "that " + actual.id() + " attempted '" + step + "' " + Words.count(times, "time"),
                () -> "attempted it " + Words.count(begun.size(), "time") + ": " + Words.quoted(begun));
    }

    /**
     * This one machine was torn down and built anew.
     *
     * <pre>{@code
     * assertThat(result).rebuiltMachine("orders-1-1.2");   // passes where the second machine came up sick
     * assertThat(result).rebuiltMachine("orders-1-1.1");   // fails: it rebuilt 'orders-1-1.2'
     * }</pre>
     */
    public DeploymentResultAssert rebuiltMachine(String machine) {
        isNotNull();
        List<String> rebuilt = actual.events(Event.StepSucceeded.class).stream()
                .map(Event.StepSucceeded::step)
                .filter(title -> title.startsWith(REPLACE))
                .map(title -> title.substring(REPLACE.length()))
                .toList();
        return expect(
                rebuilt.contains(machine),
                "that " + actual.id() + " rebuilt machine " + machine,
                () -> "rebuilt " + Words.quoted(rebuilt));
    }

    /**
     * The whole candidate was torn down and built anew, so many times.
     *
     * <pre>{@code
     * assertThat(result).rebuiltCandidate(1);   // passes where the first candidate failed
     * assertThat(result).rebuiltCandidate(0);   // fails there
     * }</pre>
     */
    public DeploymentResultAssert rebuiltCandidate(int times) {
        isNotNull();
        int rebuilt = chosen(Choice.REBUILD_CANDIDATE).size();
        return expect(
                rebuilt == times,
                "that " + actual.id() + " rebuilt its candidate " + Words.count(times, "time"),
                () -> "rebuilt it " + Words.count(rebuilt, "time"));
    }

    private List<String> chosen(Choice choice) {
        return actual.events(Event.ResponseChosen.class).stream()
                .filter(response -> response.choice() == choice)
                .map(Event.ResponseChosen::response)
                .toList();
    }

    /**
     * At its end this version gets all of the traffic.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(orders)).isLive("1.3");                  // passes
     * assertThat(deployer.deploy(ordersThatNeverStart)).isLive("1.3");    // fails: 1.2 is live
     * }</pre>
     */
    public DeploymentResultAssert isLive(String version) {
        isNotNull();
        Optional<String> live = actual.live().sole().flatMap(this::versionOf);
        return expect(
                live.equals(Optional.of(version)),
                "that " + version + " is live after " + actual.id(),
                () -> "left traffic going " + actual.live()
                        + live.map(other -> ", which runs " + other).orElse(""));
    }

    private Optional<String> versionOf(EnvironmentName name) {
        int candidates = 1 + chosen(Choice.REBUILD_CANDIDATE).size();
        boolean own = IntStream.rangeClosed(1, candidates)
                .anyMatch(attempt -> actual.id().environment(attempt).equals(name));
        if (own) {
            return actual.revision().map(revision -> revision.version());
        }
        return actual.events(Event.DeploymentStarted.class).stream()
                .flatMap(started -> started.live().stream())
                .filter(live -> live.name().equals(name))
                .map(live -> live.revision().version())
                .findFirst();
    }

    /**
     * Everything that it made and nobody needs is gone: nothing could not be cleaned up, and nothing is in quarantine.
     *
     * <pre>{@code
     * assertThat(deployer.deploy(orders)).leftNothingBehind();                                   // passes
     * assertThat(deployer.deploy(sick.onFailure(quarantine(ofHours(1))))).leftNothingBehind();   // fails, names what is kept
     * }</pre>
     */
    public DeploymentResultAssert leftNothingBehind() {
        isNotNull();
        List<String> left = new ArrayList<>();
        actual.quarantined().forEach(name -> left.add(name + " in quarantine"));
        actual.cleanUpFailures().forEach(failed -> left.add(failed.step() + ": " + failed.message()));
        if (actual.outcome() == Outcome.HALTED) {
            left.add("all that was there when it was halted");
        }
        return expect(
                left.isEmpty(),
                "that " + actual.id() + " left nothing behind",
                () -> "left behind\n" + Words.list(left));
    }

    /**
     * It took less than this, in the time of the platform: virtual time in a simulation.
     *
     * <pre>{@code
     * assertThat(result).tookLessThan(ofMinutes(45));   // passes with a bake of 30 minutes
     * assertThat(result).tookLessThan(ofMinutes(20));   // fails: it took 0:30:14.000
     * }</pre>
     */
    public DeploymentResultAssert tookLessThan(Duration limit) {
        isNotNull();
        List<Event> events = actual.events();
        Duration took = events.isEmpty()
                ? Duration.ZERO
                : Duration.between(
                        events.get(0).at(), events.get(events.size() - 1).at());
        return expect(
                took.compareTo(limit) < 0,
                "that " + actual.id() + " took less than " + Words.of(limit),
                () -> "took " + Words.of(took));
    }

    @Override
    String story() {
        return "What happened:\n" + actual.timeline();
    }
}
