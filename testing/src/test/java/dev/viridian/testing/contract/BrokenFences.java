package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.simulation.Operation;
import java.util.Optional;
import java.util.stream.Stream;

/** Adapters that do not keep a controller out that was taken over, or keep one out that was not. */
final class BrokenFences {
    private static final String[] WHAT_CREATES_MORE_THAN_ONCE = {
        "aFencedOffRouteHasNoEffect",
        "allEnvironmentsAreListed",
        "creatingAgainTakesNoMachineAway",
        "creatingTwiceAdoptsWhatTheFirstCallMade",
        "eachCallThatChangesSomethingIsRemembered",
        "evidenceShowsNoSecret",
        "noTwoMachinesHaveTheSameId",
        "observedSaysWhatWasRoutedOnceItConverged",
        "requestsAreCountedOrHonestlyUnknown",
        "sizesAreThoseThatAreFound",
        "trafficIsSplitByWeight",
        "whatIsDestroyedIsNeitherFoundNorListedAndOthersStay",
        "whatIsInFlightEndsOnceTheTrafficGoesElsewhere",
        "whatIsInFlightIsCountedOrHonestlyUnknown"
    };

    private BrokenFences() {}

    static Stream<BrokenAdapter> all() {
        return Stream.of(
                unfenced("create", "aFencedOffCreateHasNoEffect", Operation.CREATE),
                unfenced("replace", "aFencedOffReplaceHasNoEffect", Operation.REPLACE),
                unfenced("resize", "aFencedOffResizeHasNoEffect", Operation.RESIZE)
                        .and("eachCallThatChangesSomethingIsRemembered"),
                unfenced("destroy", "aFencedOffDestroyHasNoEffect", Operation.DESTROY),
                unfenced("route", "aFencedOffRouteHasNoEffect", Operation.ROUTE),
                that("does not remember the tokens of routing")
                        .breaks("eachCallThatChangesSomethingIsRemembered", "resize, after route had a newer token,")
                        .by(platform -> {
                            Tokens tokens = new Tokens(platform, Operation.SLEEP);
                            return platform.environments(real -> tokens).traffic(real -> new AlteredRouter(real) {
                                @Override
                                public void route(TrafficSplit desired, Fence fence) {
                                    super.route(desired, tokens.notNewer(fence));
                                }
                            });
                        }),
                that("takes a fencing token once")
                        .breaks("theSameFencingTokenIsAcceptedAgain", "create another with the same fencing token")
                        .byEnvironments(TakesTokensOnce::new)
                        .and(WHAT_CREATES_MORE_THAN_ONCE),
                that("remembers tokens in its own memory")
                        .breaks("whatOneControllerDidFencesTheOther", "it went on when it was asked to resize")
                        .opened(() -> new SimulatedPlatformUnderTest(SimulatedPlatformUnderTest.SIMULATION) {
                            @Override
                            public Optional<Platform> anotherController() {
                                AlteredPlatform other = new AlteredPlatform(world.anotherController());
                                return Optional.of(other.environments(real -> new OwnMemory(real)));
                            }
                        }));
    }

    private static BrokenAdapter unfenced(String call, String rule, Operation operation) {
        return that("does not fence " + call)
                .breaks(rule, "it went on when it was asked to " + call)
                .by(platform -> {
                    Tokens tokens = new Tokens(platform, operation);
                    return platform.environments(real -> tokens).traffic(real -> new AlteredRouter(real) {
                        @Override
                        public void route(TrafficSplit desired, Fence fence) {
                            super.route(desired, tokens.passed(Operation.ROUTE, fence));
                        }
                    });
                });
    }

    /** Knows the tokens that passed, and lets one operation pass with any. */
    private static final class Tokens extends AlteredEnvironments {
        private final Operation unfenced;
        private long highest;

        Tokens(AlteredPlatform platform, Operation unfenced) {
            super(platform.real.environments());
            this.unfenced = unfenced;
        }

        Fence passed(Operation operation, Fence fence) {
            highest = Math.max(highest, fence.token());
            return operation == unfenced ? new Fence(highest, fence.idempotencyToken()) : fence;
        }

        Fence notNewer(Fence fence) {
            return new Fence(Math.min(highest, fence.token()), fence.idempotencyToken());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            return super.create(spec, passed(Operation.CREATE, fence));
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            super.replace(name, machine, passed(Operation.REPLACE, fence));
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            super.resize(name, machines, passed(Operation.RESIZE, fence));
        }

        @Override
        public void destroy(EnvironmentName name, Fence fence) {
            super.destroy(name, passed(Operation.DESTROY, fence));
        }
    }

    /** Refuses a create with the fencing token of the create before it. */
    private static final class TakesTokensOnce extends AlteredEnvironments {
        private Optional<Fence> last = Optional.empty();

        TakesTokensOnce(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            if (last.isPresent()
                    && last.get().token() == fence.token()
                    && !last.get().idempotencyToken().equals(fence.idempotencyToken())) {
                throw new PlatformException(new Failure.FencedOff("token " + fence.token() + " was seen already."));
            }
            last = Optional.of(fence);
            return super.create(spec, fence);
        }
    }

    private static final class OwnMemory extends AlteredEnvironments {
        OwnMemory(Environments real) {
            super(real);
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            super.resize(name, machines, new Fence(Bench.TOKEN, fence.idempotencyToken()));
        }
    }
}
