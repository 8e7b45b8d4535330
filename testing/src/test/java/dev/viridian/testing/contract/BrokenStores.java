package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenAdapter.that;

import dev.viridian.Artifact;
import dev.viridian.Revision;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Adapters whose state store or artifact store does not keep its promises. */
final class BrokenStores {
    private BrokenStores() {}

    static Stream<BrokenAdapter> all() {
        return Stream.concat(states(), artifacts());
    }

    private static Stream<BrokenAdapter> states() {
        return Stream.of(
                state(
                        "looks first and creates then",
                        "ofManyWhoCreateAKeyAtTheSameTimeOneWins",
                        "were told that they created contract/create/1",
                        LooksFirstAndCreatesThen::new),
                state(
                                "says that it created what is there",
                                "whatIsThereIsNotCreatedAgain",
                                "the answer is Optional[",
                                CreatesWhatIsThere::new)
                        .and("ofManyWhoCreateAKeyAtTheSameTimeOneWins"),
                state(
                        "replaces whatever is there",
                        "onlyTheVersionThatWasReadIsReplaced",
                        "the answer to replacing a version that is gone is Optional[",
                        ReplacesAnything::new),
                state(
                        "deletes whatever is there",
                        "onlyTheVersionThatWasReadIsDeleted",
                        "the answer to deleting a version that is gone is true",
                        DeletesAnything::new),
                state(
                        "lists the newest first",
                        "keysAreListedInOrder",
                        "what is listed is [contract/list/000030",
                        ListsNewestFirst::new),
                state(
                        "writes in two parts",
                        "nobodyReadsATextHalfWritten",
                        "a text of 10000 characters was read",
                        WritesInTwoParts::new),
                state(
                        "takes anything for a key",
                        "whatIsNoKeyIsRefused",
                        "it went on when it was asked to read ''",
                        TakesAnyKey::new));
    }

    private static BrokenAdapter state(
            String fault, String rule, String found, Function<AlteredPlatform, StateStore> change) {
        return that(fault).breaks(rule, found).by(platform -> platform.state(real -> change.apply(platform)));
    }

    private static Stream<BrokenAdapter> artifacts() {
        return Stream.of(
                artifact("pins each time to another place", "pinningTwiceGivesTheSame", "#2", PinsAnew::new)
                        .and("whatIsFoundIsWhatIsPinned"),
                artifact(
                        "takes the checksum of a part for that of the whole",
                        "whatIsFoundIsWhatIsPinned",
                        "(sha256 555555555555)",
                        FindsBySomethingElse::new),
                artifact(
                        "takes what is not there for not reached",
                        "anArtifactThatIsNotThereIsRefused",
                        "it threw CallFailed",
                        NotReached::new),
                artifact(
                        "opens a pinned artifact once",
                        "whatWasPinnedCanBeOpenedMoreThanOnce",
                        "the second time it was other bits",
                        OpensOnce::new));
    }

    private static BrokenAdapter artifact(
            String fault, String rule, String found, Function<ArtifactStore, ArtifactStore> change) {
        return that(fault).breaks(rule, found).by(platform -> platform.artifacts(change::apply));
    }

    private static final class LooksFirstAndCreatesThen extends AlteredStateStore {
        private final AlteredPlatform platform;

        LooksFirstAndCreatesThen(AlteredPlatform platform) {
            super(platform.real.state());
            this.platform = platform;
        }

        @Override
        public Optional<Version> createIfAbsent(String key, Document document) {
            if (real.read(key).isPresent()) {
                return Optional.empty();
            }
            platform.hesitate();
            Optional<Stored> meanwhile = real.read(key);
            return meanwhile.isPresent()
                    ? real.replace(key, meanwhile.get().version(), document)
                    : real.createIfAbsent(key, document);
        }
    }

    private static final class CreatesWhatIsThere extends AlteredStateStore {
        CreatesWhatIsThere(AlteredPlatform platform) {
            super(platform.real.state());
        }

        @Override
        public Optional<Version> createIfAbsent(String key, Document document) {
            return super.createIfAbsent(key, document).or(() -> real.read(key).map(Stored::version));
        }
    }

    private static final class ReplacesAnything extends AlteredStateStore {
        ReplacesAnything(AlteredPlatform platform) {
            super(platform.real.state());
        }

        @Override
        public Optional<Version> replace(String key, Version expected, Document document) {
            return real.read(key).flatMap(stored -> real.replace(key, stored.version(), document));
        }
    }

    private static final class DeletesAnything extends AlteredStateStore {
        DeletesAnything(AlteredPlatform platform) {
            super(platform.real.state());
        }

        @Override
        public boolean delete(String key, Version expected) {
            return real.read(key)
                    .map(stored -> real.delete(key, stored.version()))
                    .orElse(false);
        }
    }

    private static final class ListsNewestFirst extends AlteredStateStore {
        ListsNewestFirst(AlteredPlatform platform) {
            super(platform.real.state());
        }

        @Override
        public List<String> list(String prefix) {
            List<String> keys = new ArrayList<>(super.list(prefix));
            Collections.reverse(keys);
            return keys;
        }
    }

    private static final class WritesInTwoParts extends AlteredStateStore {
        private final AlteredPlatform platform;

        WritesInTwoParts(AlteredPlatform platform) {
            super(platform.real.state());
            this.platform = platform;
        }

        @Override
        public Optional<Version> replace(String key, Version expected, Document document) {
            String text = document.text();
            Optional<Version> half = super.replace(key, expected, () -> text.substring(0, text.length() / 2));
            platform.hesitate();
            return half.flatMap(version -> super.replace(key, version, document));
        }
    }

    private static final class TakesAnyKey extends AlteredStateStore {
        TakesAnyKey(AlteredPlatform platform) {
            super(platform.real.state());
        }

        @Override
        public Optional<Stored> read(String key) {
            try {
                return super.read(key);
            } catch (IllegalArgumentException noKey) {
                return Optional.empty();
            }
        }
    }

    private abstract static class Artifacts implements ArtifactStore {
        final ArtifactStore real;

        Artifacts(ArtifactStore real) {
            this.real = real;
        }

        @Override
        public Set<String> schemes() {
            return real.schemes();
        }

        @Override
        public PinnedArtifact pin(Artifact artifact) {
            return real.pin(artifact);
        }

        @Override
        public InputStream open(PinnedArtifact artifact) {
            return real.open(artifact);
        }
    }

    private static final class PinsAnew extends Artifacts {
        private int pinned;

        PinsAnew(ArtifactStore real) {
            super(real);
        }

        @Override
        public PinnedArtifact pin(Artifact artifact) {
            PinnedArtifact first = super.pin(artifact);
            return new PinnedArtifact(artifact, first.location() + "#" + ++pinned, first.revision(), first.bytes());
        }
    }

    private static final class FindsBySomethingElse extends Artifacts {
        FindsBySomethingElse(ArtifactStore real) {
            super(real);
        }

        @Override
        public PinnedArtifact find(Artifact artifact) {
            PinnedArtifact found = pin(artifact);
            Revision other = new Revision(found.revision().version(), "5".repeat(64));
            return new PinnedArtifact(artifact, found.location(), other, found.bytes());
        }
    }

    private static final class NotReached extends Artifacts {
        NotReached(ArtifactStore real) {
            super(real);
        }

        @Override
        public PinnedArtifact pin(Artifact artifact) {
            try {
                return super.pin(artifact);
            } catch (PlatformException e) {
                throw PlatformException.passing("pin " + artifact, new IOException("404 Not Found"));
            }
        }
    }

    private static final class OpensOnce extends Artifacts {
        private final Set<String> opened = new HashSet<>();

        OpensOnce(ArtifactStore real) {
            super(real);
        }

        @Override
        public InputStream open(PinnedArtifact artifact) {
            return opened.add(artifact.location()) ? super.open(artifact) : InputStream.nullInputStream();
        }
    }
}
