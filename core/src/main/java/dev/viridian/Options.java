package dev.viridian;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

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

    Options smokeTests(List<NamedSmokeTest> chosen) {
        return with(draft -> draft.smokeTests = chosen);
    }

    Options machines(OptionalInt chosen) {
        return with(draft -> draft.machines = chosen);
    }

    Options revisionAt(Optional<HttpProbe> chosen) {
        return with(draft -> draft.revisionAt = chosen);
    }

    Options drain(Duration chosen) {
        return with(draft -> draft.drain = chosen);
    }

    Options keepWarm(Duration chosen) {
        return with(draft -> draft.keepWarm = chosen);
    }

    Options bake(Duration time, List<BakeCondition> conditions) {
        return with(draft -> {
            draft.bake = time;
            draft.bakeConditions = conditions;
        });
    }

    Options within(Optional<Duration> chosen) {
        return with(draft -> draft.within = chosen);
    }

    Options onFailure(FailureResponse chosen) {
        return with(draft -> draft.onFailure = chosen);
    }

    Options notifiers(List<Notifier> chosen) {
        return with(draft -> draft.notifiers = chosen);
    }

    Options approval(Optional<Duration> chosen) {
        return with(draft -> draft.approval = chosen);
    }

    private Options with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** What is being changed between one and the next; nobody else sees it. */
    private static final class Draft {
        private List<NamedSmokeTest> smokeTests;
        private OptionalInt machines;
        private Optional<HttpProbe> revisionAt;
        private Duration drain;
        private Duration keepWarm;
        private Duration bake;
        private List<BakeCondition> bakeConditions;
        private Optional<Duration> within;
        private FailureResponse onFailure;
        private List<Notifier> notifiers;
        private Optional<Duration> approval;

        private Draft(Options options) {
            this.smokeTests = options.smokeTests;
            this.machines = options.machines;
            this.revisionAt = options.revisionAt;
            this.drain = options.drain;
            this.keepWarm = options.keepWarm;
            this.bake = options.bake;
            this.bakeConditions = options.bakeConditions;
            this.within = options.within;
            this.onFailure = options.onFailure;
            this.notifiers = options.notifiers;
            this.approval = options.approval;
        }

        private Options options() {
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
}
