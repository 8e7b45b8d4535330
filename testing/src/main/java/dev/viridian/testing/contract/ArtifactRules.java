package dev.viridian.testing.contract;

import dev.viridian.Failure;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where artifacts come from. */
interface ArtifactRules extends Rules {
    /** From here on exactly these bits are meant. */
    @Test
    default void pinningTwiceGivesTheSame() {
        Demand demand = new Demand(
                "an artifact that did not change is pinned to the same location, revision and size each time, another"
                        + " one to another revision",
                "take nothing but the bits for the revision: no time, and no number that counts on");
        ArtifactStore artifacts = underTest().platform().artifacts();

        PinnedArtifact first =
                demand.answered("pin it", () -> artifacts.pin(underTest().artifact()));
        PinnedArtifact second =
                demand.answered("pin it again", () -> artifacts.pin(underTest().artifact()));
        PinnedArtifact other =
                demand.answered("pin another", () -> artifacts.pin(underTest().otherArtifact()));

        demand.same("what is pinned the second time", first, second);
        demand.holds(
                !first.revision().sha256().equals(other.revision().sha256()),
                "both artifacts have the digest " + first.revision().sha256());
    }

    /** A machine that finds it must come to the revision that the deployment pinned. */
    @Test
    default void whatIsFoundIsWhatIsPinned() {
        Demand demand = new Demand(
                "find gives the same location, revision and size as pin",
                "take a digest that the store keeps only where it is that of the whole, and else read the bits");
        ArtifactStore artifacts = underTest().platform().artifacts();
        PinnedArtifact pinned = artifacts.pin(underTest().artifact());

        PinnedArtifact found =
                demand.answered("find it", () -> artifacts.find(underTest().artifact()));

        demand.same("what is found", pinned, found);
    }

    /** Nothing is to be done about it but to correct the deployment. */
    @Test
    default void anArtifactThatIsNotThereIsRefused() {
        Demand demand = new Demand(
                "pin of an artifact that is not there is refused with Failure.ArtifactRefused, which names its location",
                "tell not found from not reached: the first is ArtifactRefused, the second a CallFailed that may pass");
        String location = underTest().missingArtifact().location();

        Failure failure = demand.refused(
                "pin " + location,
                () -> underTest().platform().artifacts().pin(underTest().missingArtifact()));

        demand.holds(
                failure instanceof Failure.ArtifactRefused refused
                        && refused.location().equals(location),
                "it threw " + failure);
    }

    /** Each machine opens it. */
    @Test
    default void whatWasPinnedCanBeOpenedMoreThanOnce() {
        Demand demand = new Demand(
                "a pinned artifact can be opened again and again, and is the same bits each time",
                "open the pinned location, and give each caller a stream of its own");
        ArtifactStore artifacts = underTest().platform().artifacts();
        PinnedArtifact pinned = artifacts.pin(underTest().artifact());

        byte[] first = bits(demand, artifacts, pinned);

        demand.holds(first.length > 0, "there was nothing in it");
        demand.holds(
                Arrays.equals(first, bits(demand, artifacts, pinned)),
                "the second time it was other bits than the first");
    }

    private static byte[] bits(Demand demand, ArtifactStore artifacts, PinnedArtifact pinned) {
        return demand.answered("read " + pinned.location(), () -> {
            try (InputStream bits = artifacts.open(pinned)) {
                return bits.readAllBytes();
            }
        });
    }
}
