package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.EnvironmentName;
import dev.viridian.MachineId;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Adapters that replace machines or resize environments wrongly. */
final class BrokenChanges {
    private BrokenChanges() {}

    static Stream<BrokenAdapter> all() {
        return Stream.concat(replacing(), resizing());
    }

    private static Stream<BrokenAdapter> replacing() {
        return Stream.of(
                that("replaces the neighbours, too")
                        .breaks("aReplacedMachineIsSucceededByANewOneAndTheOthersStay", "was to be replaced, and now")
                        .byEnvironments(ReplacesNeighbours::new)
                        .and(
                                "repeatingAReplacementReplacesOneMachine",
                                "replacingAndResizingAtTheSameTimeBothHappen",
                                "replacingAtTheSameTimeReplacesEachMachineOnce"),
                that("refuses to replace what is gone")
                        .breaks("replacingAMachineThatIsGoneDoesNothing", "404 Not Found")
                        .byEnvironments(RefusesToReplaceWhatIsGone::new)
                        .and(
                                "eachCallThatChangesSomethingIsRemembered",
                                "repeatingAReplacementReplacesOneMachine",
                                "replacingAtTheSameTimeReplacesEachMachineOnce"),
                that("replaces any machine when it is asked again")
                        .breaks("repeatingAReplacementReplacesOneMachine", "which machines are gone after the same")
                        .byEnvironments(ReplacesAnyWhenAskedAgain::new),
                that("looks first and replaces then")
                        .breaks("replacingAtTheSameTimeReplacesEachMachineOnce", "which machines are gone is")
                        .byEnvironments(LooksFirstAndReplacesThen::new));
    }

    private static Stream<BrokenAdapter> resizing() {
        return Stream.of(
                that("never takes a machine away")
                        .breaks("anEnvironmentIsResizedUpAndDown", "3 of 3 machines")
                        .byEnvironments(NeverSmaller::new)
                        .and("noIdIsGivenTwice"),
                that("takes a size that it is asked for again for a difference")
                        .breaks("resizingTwiceIsAsResizingOnce", "4 of 4 machines")
                        .byEnvironments(TakesSizesForDifferences::new)
                        .and("resizingAtTheSameTimeEndsWithOneOfTheSizes"),
                that("looks first and resizes then")
                        .breaks("resizingAtTheSameTimeEndsWithOneOfTheSizes", "in the end there is")
                        .byEnvironments(LooksFirstAndResizesThen::new),
                that("takes an environment that is not there for changed")
                        .breaks("whatIsNotThereIsNeitherResizedNorReplaced", "it went on when it was asked to resize")
                        .byEnvironments(ChangesNothing::new),
                that("puts a size back that it remembers while it replaces")
                        .breaks("replacingAndResizingAtTheSameTimeBothHappen", "2 of 2 machines")
                        .byEnvironments(PutsSizeBack::new));
    }

    private static final class ReplacesNeighbours extends AlteredEnvironments {
        ReplacesNeighbours(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            if (has(name, machine)) {
                real.find(name).orElseThrow().machines().forEach(each -> super.replace(name, each.id(), fence));
            } else {
                super.replace(name, machine, fence);
            }
        }
    }

    private static final class RefusesToReplaceWhatIsGone extends AlteredEnvironments {
        RefusesToReplaceWhatIsGone(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            if (!has(name, machine)) {
                throw PlatformException.refused("replace " + machine, "404 Not Found");
            }
            super.replace(name, machine, fence);
        }
    }

    /** Replaces whichever machine is the first, where the one that is meant is not there. */
    private abstract static class ReplacesAny extends AlteredEnvironments {
        ReplacesAny(Environments real) {
            super(real);
        }

        final void replaceAny(EnvironmentName name, Fence fence) {
            MachineId any = real.find(name).orElseThrow().machines().get(0).id();
            real.replace(name, any, fence);
        }
    }

    private static final class ReplacesAnyWhenAskedAgain extends ReplacesAny {
        private final Set<String> seen = new HashSet<>();

        ReplacesAnyWhenAskedAgain(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            if (seen.add(fence.idempotencyToken())) {
                super.replace(name, machine, fence);
            } else {
                replaceAny(name, fence);
            }
        }
    }

    private static final class LooksFirstAndReplacesThen extends ReplacesAny {
        private final AlteredPlatform platform;

        LooksFirstAndReplacesThen(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            boolean there = has(name, machine);
            platform.hesitate();
            if (there && !has(name, machine)) {
                replaceAny(name, fence);
            } else {
                super.replace(name, machine, fence);
            }
        }
    }

    private static final class NeverSmaller extends AlteredEnvironments {
        NeverSmaller(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            super.resize(name, Math.max(machines, sizeOf(name)), fence);
        }
    }

    private static final class TakesSizesForDifferences extends AlteredEnvironments {
        private final Set<String> seen = new HashSet<>();

        TakesSizesForDifferences(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            super.resize(name, machines + (seen.add(fence.idempotencyToken()) ? 0 : sizeOf(name)), fence);
        }
    }

    private static final class LooksFirstAndResizesThen extends AlteredEnvironments {
        private final AlteredPlatform platform;

        LooksFirstAndResizesThen(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            int difference = machines - sizeOf(name);
            platform.hesitate();
            super.resize(name, sizeOf(name) + difference, fence);
        }
    }

    private static final class ChangesNothing extends AlteredEnvironments {
        ChangesNothing(AlteredPlatform platform) {
            super(platform.real.environments());
        }

        @Override
        public void resize(EnvironmentName name, int machines, Fence fence) {
            if (sizeOf(name) > 0) {
                super.resize(name, machines, fence);
            }
        }
    }

    private static final class PutsSizeBack extends AlteredEnvironments {
        private final AlteredPlatform platform;

        PutsSizeBack(AlteredPlatform platform) {
            super(platform.real.environments());
            this.platform = platform;
        }

        @Override
        public void replace(EnvironmentName name, MachineId machine, Fence fence) {
            int remembered = sizeOf(name);
            super.replace(name, machine, fence);
            platform.hesitate();
            super.resize(name, remembered, fence);
        }
    }
}
