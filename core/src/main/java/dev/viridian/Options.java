package dev.viridian;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a deployment may say beyond what it must; each has a safe default. */
record Options(
        List<NamedSmokeTest> smokeTests,
        OptionalInt machines,
        Optional<HttpProbe> revisionAt,
        Duration drain,
        Duration keepWarm,
        Duration bake,
        Optional<Duration> within,
        FailureResponse onFailure,
        List<Notifier> notifiers) {
    static final Options DEFAULT = new Options(
            List.of(),
            OptionalInt.empty(),
            Optional.empty(),
            Deployment.DEFAULT_DRAIN,
            Deployment.DEFAULT_KEEP_WARM,
            Duration.ZERO,
            Optional.empty(),
            FailureResponse.DEFAULT,
            List.of());

    Options {
        smokeTests = List.copyOf(smokeTests);
        notifiers = List.copyOf(notifiers);
    }

    Options smokeTests(List<NamedSmokeTest> smokeTests) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options machines(OptionalInt machines) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options revisionAt(Optional<HttpProbe> revisionAt) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options drain(Duration drain) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options keepWarm(Duration keepWarm) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options bake(Duration bake) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options within(Optional<Duration> within) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options onFailure(FailureResponse onFailure) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }

    Options notifiers(List<Notifier> notifiers) {
        return new Options(smokeTests, machines, revisionAt, drain, keepWarm, bake, within, onFailure, notifiers);
    }
}
