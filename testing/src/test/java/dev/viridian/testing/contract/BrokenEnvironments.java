package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Adapters that make, find or remove environments wrongly. */
final class BrokenEnvironments {
    private BrokenEnvironments() {}

    static Stream<BrokenAdapter> all() {
        return Stream.of(creating(), looking(), destroying()).flatMap(part -> part);
    }

    private static Stream<BrokenAdapter> creating() {
        return Stream.of(
                that("tells another revision than it runs")
                        .breaks("whatIsCreatedIsWhatWasAskedFor", "its revision is 0.0")
                        .byEnvironments(TellsAnotherRevision::new),
                that("makes machines again where they are")
                        .breaks("creatingTwiceAdoptsWhatTheFirstCallMade", "orders-contract-1 has 2 machines")
                        .byEnvironments(MakesAgain::new)
                        .and("creatingAgainTakesNoMachineAway", "creatingAtTheSameTimeMakesOneEnvironment"),
                that("looks first and makes then")
                        .breaks("creatingAtTheSameTimeMakesOneEnvironment", "6 of 6 machines")
                        .byEnvironments(LooksFirstAndMakesThen::new),
                that("adopts whatever has the name")
                        .breaks("anEnvironmentOfAnotherRevisionIsNotAdopted", "it went on when it was asked to create")
                        .byEnvironments(AdoptsAnything::new),
                that("makes an environment as small as it was asked for")
                        .breaks("creatingAgainTakesNoMachineAway", "1 of 1 machines")
                        .byEnvironments(MakesSmaller::new));
    }

    private static Stream<BrokenAdapter> looking() {
        return Stream.of(
                that("throws where nothing is")
                        .breaks("whatIsNotThereIsNotFound", "it threw dev.viridian.spi.PlatformException")
                        .byEnvironments(ThrowsWhereNothingIs::new),
                that("returns null where nothing is")
                        .breaks("whatIsNotThereIsNotFound", "it returned null when it was asked to find it")
                        .byEnvironments(ReturnsNullWhereNothingIs::new)
                        .and("destroyingAtTheSameTimeGoesWell", "whatIsDestroyedIsNeitherFoundNorListedAndOthersStay"),
                that("remembers its list")
                        .breaks("anEnvironmentIsFoundAsItIsNow", "the size that list shows after a resize is 1")
                        .byEnvironments(RemembersItsList::new),
                that("lists the first page")
                        .breaks("allEnvironmentsAreListed", "what is listed is [orders-contract-1, orders-contract-2]")
                        .byEnvironments(ListsThePage::new),
                that("remembers sizes")
                        .breaks(
                                "sizesAreThoseThatAreFound",
                                "the size after a resize from 1 to 2 machines is OptionalInt[1]")
                        .byEnvironments(RemembersSizes::new),
                that("tells a size of what is not there")
                        .breaks("sizesAreThoseThatAreFound", "the size of what nobody ever created is OptionalInt[0]")
                        .byEnvironments(HasSizesOfNothing::new),
                that("knows only what it made itself")
                        .breaks("anotherControllerFindsWhatThisOneMade", "another controller does not find")
                        .opened(() -> new SimulatedPlatformUnderTest(SimulatedPlatformUnderTest.SIMULATION) {
                            @Override
                            public Optional<Platform> anotherController() {
                                AlteredPlatform other = new AlteredPlatform(world.anotherController());
                                return Optional.of(other.environments(real -> new KnowsItsOwn(other)));
                            }
                        })
                        .and("whoDoesNotEndWhatRunsLeavesItAsItIs"));
    }

    private static Stream<BrokenAdapter> destroying() {
        return Stream.of(
                that("removes whatever gets no traffic")
                        .breaks("whatIsDestroyedIsNeitherFoundNorListedAndOthersStay", "what is listed is []")
                        .byEnvironments(RemovesAll::new),
                that("forgets an environment and lets its machines run")
                        .breaks(
                                "theMachinesOfWhatIsDestroyedAnswerNoMore",
                                "answers although its environment is destroyed")
                        .byEnvironments(OnlyForgets::new)
                        .and("askingAMachineThatIsGoneIsAnsweredToo"),
                that("cannot destroy nothing")
                        .breaks("destroyingNothingDoesNothing", "when it was asked to destroy it again")
                        .byEnvironments(CannotDestroyNothing::new)
                        .and("destroyingAtTheSameTimeGoesWell"),
                that("looks first and destroys then")
                        .breaks("destroyingAtTheSameTimeGoesWell", "it is gone meanwhile")
                        .byEnvironments(LooksFirstAndDestroysThen::new),
                that("takes the traffic from what it destroys")
                        .breaks("whatGetsTrafficIsNotDestroyed", "it went on when it was asked to destroy what is live")
                        .byEnvironments(DestroysWhatIsLive::new));
    }

    private static final class TellsAnotherRevision extends AlteredEnvironments {
        TellsAnotherRevision(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            Environment made = super.create(spec, fence);
            return new Environment(
                    made.name(), new Revision("0.0", "00".repeat(32)), made.size(), made.machines(), made.properties());
        }
    }

    private static final class MakesAgain extends AlteredEnvironments {
        MakesAgain(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            int before = sizeOf(spec.name());
            Environment made = super.create(spec, fence);
            if (before > 0) {
                real.resize(spec.name(), before + spec.machines(), fence);
            }
            return made;
        }
    }

    private static final class LooksFirstAndMakesThen extends AlteredEnvironments {
        private final AlteredPlatform platform;

        LooksFirstAndMakesThen(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            boolean absent = real.find(spec.name()).isEmpty();
            platform.hesitate();
            int meanwhile = sizeOf(spec.name());
            Environment made = super.create(spec, fence);
            if (absent && meanwhile > 0) {
                real.resize(spec.name(), meanwhile + spec.machines(), fence);
            }
            return made;
        }
    }

    private static final class AdoptsAnything extends AlteredEnvironments {
        AdoptsAnything(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            Optional<Environment> there = real.find(spec.name());
            boolean another = there.isPresent()
                    && !there.get().revision().equals(spec.artifact().revision());
            return another ? there.get() : super.create(spec, fence);
        }
    }

    private static final class MakesSmaller extends AlteredEnvironments {
        MakesSmaller(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            super.create(spec, fence);
            real.resize(spec.name(), spec.machines(), fence);
            return real.find(spec.name()).orElseThrow();
        }
    }

    private static final class ReturnsNullWhereNothingIs extends AlteredEnvironments {
        ReturnsNullWhereNothingIs(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        /** As a compiler that does not hold nullness lets an adapter do. */
        @Override
        public Optional<Environment> find(EnvironmentName name) {
            Optional<Environment> found = super.find(name);
            return found.isPresent() ? found : null;
        }
    }

    private static final class ThrowsWhereNothingIs extends AlteredEnvironments {
        private final Set<EnvironmentName> made = new HashSet<>();

        ThrowsWhereNothingIs(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            made.add(spec.name());
            return super.create(spec, fence);
        }

        @Override
        public Optional<Environment> find(EnvironmentName name) {
            if (!made.contains(name)) {
                throw PlatformException.refused("find " + name, "404 Not Found");
            }
            return super.find(name);
        }
    }

    private static final class RemembersItsList extends AlteredEnvironments {
        private List<Environment> remembered = List.of();

        RemembersItsList(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public List<Environment> list() {
            if (remembered.isEmpty()) {
                remembered = super.list();
            }
            return remembered;
        }
    }

    private static final class RemembersSizes extends AlteredEnvironments {
        private final Map<EnvironmentName, Integer> remembered = new HashMap<>();

        RemembersSizes(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public OptionalInt size(EnvironmentName name) {
            OptionalInt now = super.size(name);
            return now.isEmpty() ? now : OptionalInt.of(remembered.computeIfAbsent(name, first -> now.getAsInt()));
        }

        @Override
        public Map<EnvironmentName, Integer> sizes() {
            super.sizes().forEach(remembered::putIfAbsent);
            return Map.copyOf(remembered);
        }
    }

    private static final class HasSizesOfNothing extends AlteredEnvironments {
        HasSizesOfNothing(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public OptionalInt size(EnvironmentName name) {
            return OptionalInt.of(sizeOf(name));
        }
    }

    private static final class ListsThePage extends AlteredEnvironments {
        ListsThePage(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public List<Environment> list() {
            return super.list().stream().limit(2).toList();
        }
    }

    private static final class KnowsItsOwn extends AlteredEnvironments {
        private final Set<EnvironmentName> made = new HashSet<>();

        KnowsItsOwn(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public Environment create(EnvironmentSpec spec, Fence fence) {
            made.add(spec.name());
            return super.create(spec, fence);
        }

        @Override
        public Optional<Environment> find(EnvironmentName name) {
            return super.find(name).filter(found -> made.contains(name));
        }
    }

    private static final class RemovesAll extends AlteredEnvironments {
        private final AlteredPlatform platform;

        RemovesAll(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void destroy(EnvironmentName name, Fence fence) {
            super.destroy(name, fence);
            TrafficSplit live = platform.real.traffic().observed();
            for (Environment other : real.list()) {
                if (!live.reaches(other.name())) {
                    real.destroy(other.name(), fence);
                }
            }
        }
    }

    private static final class OnlyForgets extends AlteredEnvironments {
        private final AlteredPlatform platform;
        private final Set<EnvironmentName> forgotten = new HashSet<>();

        OnlyForgets(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void destroy(EnvironmentName name, Fence fence) {
            if (platform.real.traffic().observed().reaches(name)) {
                super.destroy(name, fence);
            }
            super.destroy(new EnvironmentName("nobody"), fence);
            forgotten.add(name);
        }

        @Override
        public Optional<Environment> find(EnvironmentName name) {
            return super.find(name).filter(found -> !forgotten.contains(name));
        }

        @Override
        public List<Environment> list() {
            List<Environment> known = new ArrayList<>(super.list());
            known.removeIf(environment -> forgotten.contains(environment.name()));
            return known;
        }
    }

    private static final class CannotDestroyNothing extends AlteredEnvironments {
        CannotDestroyNothing(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void destroy(EnvironmentName name, Fence fence) {
            if (real.find(name).isEmpty()) {
                throw PlatformException.refused("destroy " + name, "404 Not Found");
            }
            super.destroy(name, fence);
        }
    }

    private static final class LooksFirstAndDestroysThen extends AlteredEnvironments {
        private final AlteredPlatform platform;

        LooksFirstAndDestroysThen(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void destroy(EnvironmentName name, Fence fence) {
            boolean there = real.find(name).isPresent();
            platform.hesitate();
            if (there && real.find(name).isEmpty()) {
                throw PlatformException.refused("destroy " + name, "it is gone meanwhile");
            }
            super.destroy(name, fence);
        }
    }

    private static final class DestroysWhatIsLive extends AlteredEnvironments {
        private final AlteredPlatform platform;

        DestroysWhatIsLive(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void destroy(EnvironmentName name, Fence fence) {
            if (platform.real.traffic().observed().reaches(name)) {
                platform.real.traffic().route(TrafficSplit.nowhere(), fence);
            }
            super.destroy(name, fence);
        }
    }
}
