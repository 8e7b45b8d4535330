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
        List<BakeCondition> bakeConditions,
        Optional<Duration> within,
        FailureResponse onFailure,
        List<Notifier> notifiers,
        Optional<Duration> approval) {
    static final Options DEFAULT = new Options(
            List.of(),
            OptionalInt.empty(),
            Optional.empty(),
            Deployment.DEFAULT_DRAIN,
            Deployment.DEFAULT_KEEP_WARM,
            Duration.ZERO,
            List.of(),
            Optional.empty(),
            FailureResponse.DEFAULT,
            List.of(),
            Optional.empty());

    Options {
        smokeTests = List.copyOf(smokeTests);
        bakeConditions = List.copyOf(bakeConditions);
        notifiers = List.copyOf(notifiers);
    }

    Options smokeTests(List<NamedSmokeTest> smokeTests) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options machines(OptionalInt machines) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options revisionAt(Optional<HttpProbe> revisionAt) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options drain(Duration drain) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options keepWarm(Duration keepWarm) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options bake(Duration bake, List<BakeCondition> bakeConditions) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options within(Optional<Duration> within) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options onFailure(FailureResponse onFailure) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options notifiers(List<Notifier> notifiers) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }

    Options approval(Optional<Duration> approval) {
        return new Options(
                smokeTests,
                machines,
                revisionAt,
                drain,
                keepWarm,
                bake,
                bakeConditions,
                within,
                onFailure,
                notifiers,
                approval);
    }
}
