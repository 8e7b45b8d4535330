package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Adapters that route wrongly, or tell how much there is to route. */
final class BrokenRouters {
    private BrokenRouters() {}

    static Stream<BrokenAdapter> all() {
        return Stream.concat(routing(), counting());
    }

    private static Stream<BrokenAdapter> routing() {
        return Stream.of(
                that("never goes back")
                        .breaks(
                                "observedSaysWhatWasRoutedOnceItConverged",
                                "but at last it was orders-contract-2 100 %")
                        .byRouter(NeverGoesBack::new),
                that("knows no weights")
                        .breaks("trafficIsSplitByWeight", "orders-contract-1 50 %, orders-contract-2 50 %")
                        .byRouter(KnowsNoWeights::new),
                that("never lets go of the traffic")
                        .breaks("trafficCanGoNowhere", "observed() says nowhere, but")
                        .byRouter(NeverLetsGo::new),
                that("leaves out what is not there")
                        .breaks("routingToWhatIsNotThereIsRefused", "it went on when it was asked to route")
                        .byRouter(platform -> new RoutesAnywhere(platform, false)),
                that("takes what is not there for a mistake in the program")
                        .breaks("routingToWhatIsNotThereIsRefused", "which is no PlatformException")
                        .byRouter(platform -> new RoutesAnywhere(platform, true)),
                that("switches off what is routed again")
                        .breaks("routingTwiceIsAsRoutingOnce", "but at last it was nowhere")
                        .byRouter(SwitchesOff::new),
                that("tells an entry where nobody is")
                        .breaks("theUsersEntryIsAnsweredByWhatIsLive", "is answered well, but at last it was false")
                        .byRouter(TellsAnotherEntry::new));
    }

    private static Stream<BrokenAdapter> counting() {
        return Stream.of(
                that("has -1 in flight to what is not there")
                        .breaks(
                                "whatIsInFlightIsCountedOrHonestlyUnknown",
                                "-1 in flight to an environment that never was")
                        .byRouter(SaysMinusOne::new),
                that("counts what was ever in flight")
                        .breaks("whatIsInFlightEndsOnceTheTrafficGoesElsewhere", "but at last it was OptionalLong[100]")
                        .byRouter(CountsWhatEverWas::new),
                that("counts all requests, whoever got them")
                        .breaks("requestsAreCountedOrHonestlyUnknown", "to an environment that never got traffic")
                        .byRouter(CountsAllRequests::new));
    }

    private static final class NeverGoesBack extends AlteredRouter {
        private final Set<TrafficSplit> left = new HashSet<>();

        NeverGoesBack(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public void route(TrafficSplit desired, Fence fence) {
            TrafficSplit now = real.observed();
            if (!now.equals(desired) && !now.environments().isEmpty()) {
                left.add(now);
            }
            super.route(left.contains(desired) ? now : desired, fence);
        }
    }

    private static final class KnowsNoWeights extends AlteredRouter {
        KnowsNoWeights(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public void route(TrafficSplit desired, Fence fence) {
            Map<EnvironmentName, Integer> equal = new TreeMap<>();
            desired.environments().forEach(name -> equal.put(name, 1));
            super.route(TrafficSplit.of(equal), fence);
        }
    }

    private static final class NeverLetsGo extends AlteredRouter {
        NeverLetsGo(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public void route(TrafficSplit desired, Fence fence) {
            super.route(desired.environments().isEmpty() ? real.observed() : desired, fence);
        }
    }

    private static final class RoutesAnywhere extends AlteredRouter {
        private final AlteredPlatform platform;
        private final boolean programMistake;

        RoutesAnywhere(AlteredPlatform platform, boolean programMistake) {
            super(platform.real.traffic());
            this.platform = platform;
            this.programMistake = programMistake;
        }

        @Override
        public void route(TrafficSplit desired, Fence fence) {
            Map<EnvironmentName, Integer> there = new TreeMap<>(desired.weights());
            there.keySet()
                    .removeIf(name -> platform.real.environments().find(name).isEmpty());
            if (programMistake && there.size() < desired.weights().size()) {
                throw new IllegalArgumentException("no such environment");
            }
            super.route(TrafficSplit.of(there), fence);
        }
    }

    private static final class SwitchesOff extends AlteredRouter {
        SwitchesOff(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public void route(TrafficSplit desired, Fence fence) {
            super.route(real.observed().equals(desired) ? TrafficSplit.nowhere() : desired, fence);
        }
    }

    private static final class TellsAnotherEntry extends AlteredRouter {
        TellsAnotherEntry(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public Optional<Machine> entry() {
            return Optional.of(new Machine(
                    new MachineId("entry"), "127.0.0.1", 8080, Machine.State.RUNNING, "the router's own page"));
        }
    }

    private static final class SaysMinusOne extends AlteredRouter {
        private final AlteredPlatform platform;

        SaysMinusOne(AlteredPlatform platform) {
            super(platform.real.traffic());
            this.platform = platform;
        }

        @Override
        public OptionalLong inFlight(EnvironmentName name) {
            return platform.real.environments().find(name).isEmpty() ? OptionalLong.of(-1) : super.inFlight(name);
        }
    }

    private static final class CountsWhatEverWas extends AlteredRouter {
        private final Map<EnvironmentName, Long> most = new TreeMap<>();

        CountsWhatEverWas(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public void route(TrafficSplit desired, Fence fence) {
            real.observed().environments().forEach(this::inFlight);
            super.route(desired, fence);
        }

        @Override
        public OptionalLong inFlight(EnvironmentName name) {
            return OptionalLong.of(most.merge(name, real.inFlight(name).orElse(0), Long::max));
        }
    }

    private static final class CountsAllRequests extends AlteredRouter {
        CountsAllRequests(AlteredPlatform platform) {
            super(platform.real.traffic());
        }

        @Override
        public OptionalLong requests(EnvironmentName name, Instant since) {
            return OptionalLong.of(real.observed().environments().stream()
                    .mapToLong(each -> real.requests(each, since).orElse(0))
                    .sum());
        }
    }
}
