package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenHost.that;

import dev.viridian.Artifact;
import dev.viridian.Evidence;
import dev.viridian.Revision;
import dev.viridian.provision.Account;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostAccounts;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.HostSecrets;
import dev.viridian.provision.PackageName;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Hosts with other faults than those of {@link BrokenFiles} and {@link BrokenServices}. */
final class BrokenHosts {
    /** Of no bytes at all. */
    private static final String DIGEST_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private BrokenHosts() {}

    static Stream<BrokenHost> all() {
        return Stream.of(BrokenFiles.all(), BrokenServices.all(), accounts(), artifacts(), others())
                .flatMap(part -> part);
    }

    private static Stream<BrokenHost> accounts() {
        return Stream.of(
                that("takes any name for a group")
                        .breaks("rootIsThere", "there is a group viridian-test")
                        .by(host -> host.accounts(TakesAnyNameForAGroup::new)),
                that("leaves a user that is there as it is")
                        .breaks("anAccountIsMadeAsItIsDescribed", "its home then is Optional.empty")
                        .by(host -> host.accounts(LeavesAUserAsItIs::new)),
                that("makes the groups that it misses")
                        .breaks("aGroupThatIsNotThereIsRefused", "it let itself be asked to make it")
                        .by(host -> host.accounts(MakesGroups::new)),
                that("leaves the group of files to whoever provisions")
                        .breaks("filesBelongToAccounts", "the group is root, expected viridian-test")
                        .byFiles(LeavesTheGroup::new));
    }

    private static Stream<BrokenHost> artifacts() {
        return Stream.of(
                that("says of any folder what was unpacked last")
                        .breaks("anArtifactIsUnpackedWithItsDigest", "a folder of something else is Optional[")
                        .by(host -> host.artifacts(RemembersWhatWasUnpacked::new)),
                that("says nothing where it could not unpack")
                        .breaks("anArtifactIsUnpackedOverNothingElse", "it let itself be asked to unpack beside a note")
                        .by(host -> host.artifacts(SaysNothing::new)),
                that("takes what is missing for an empty file")
                        .breaks("anArtifactIsDownloadedWithItsDigest", "the digest of nothing is Optional[e3b0c4")
                        .by(host -> host.artifacts(DigestsNothing::new)),
                that("takes what is not there for not reached")
                        .breaks("aMissingArtifactIsRefused", "the failure is CallFailed")
                        .by(host -> host.artifacts(NotReached::new)),
                that("reads a secret that is not there as an empty one")
                        .breaks("secretsAreReadByReference", "it let itself be asked to read env:VIRIDIAN_NO_SUCH")
                        .by(host -> host.secrets(BrokenHosts::emptyWhereThereIsNone)),
                that("keeps secrets with their line break")
                        .breaks("secretsAreReadByReference", "the secret is correct horse\n")
                        .by(host -> host.secrets(real -> reference -> real.read(reference) + "\n")),
                that("leaves installed what it is to remove")
                        .breaks("packagesComeAndGo", "its version after is Optional[2.6.12-1]")
                        .by(host -> host.packages(KeepsPackages::new)));
    }

    private static HostSecrets emptyWhereThereIsNone(HostSecrets real) {
        return reference -> {
            try {
                return real.read(reference);
            } catch (PlatformException e) {
                return "";
            }
        };
    }

    private static Stream<BrokenHost> others() {
        return Stream.of(
                that("is content with any address")
                        .breaks("aProbeIsAnswered", "the answer is Answer[well=true")
                        .by(host -> host.probes(real -> (probe, machine, timeout) -> Probes.Answer.well("200 OK"))),
                that("throws where nobody answers")
                        .breaks("aProbeIsAnswered", "it threw dev.viridian.spi.PlatformException")
                        .by(host -> host.probes(real -> (probe, machine, timeout) -> {
                            throw PlatformException.refused("ask " + machine, "connection refused");
                        })),
                that("wakes up early")
                        .breaks("timePassesAndTasksAreLimited", "20 ms later it is")
                        .by(host -> host.time(BrokenTimes.WakesUpEarly::new)),
                that("waits for tasks as long as they take")
                        .breaks("timePassesAndTasksAreLimited", "the task was waited for")
                        .by(host -> host.tasks(BrokenTimes.Waits::new)),
                that("has nothing to say of itself")
                        .breaks("aHostCanBeExamined", "it tells Evidence[items=[]]")
                        .by(host -> host.examination(Evidence::none)),
                that("throws when it is examined")
                        .breaks("aHostCanBeExamined", "it threw java.io.UncheckedIOException")
                        .by(host -> host.examination(() -> {
                            throw new UncheckedIOException(new IOException("no /proc/meminfo"));
                        })),
                that("is nobody").breaks("aHostCanBeExamined", "it has no name").by(host -> host.name(" ")));
    }

    private static final class TakesAnyNameForAGroup extends AlteredAccounts {
        TakesAnyNameForAGroup(HostAccounts real) {
            super(real);
        }

        @Override
        public boolean hasGroup(String name) {
            return true;
        }
    }

    private static final class LeavesAUserAsItIs extends AlteredAccounts {
        LeavesAUserAsItIs(HostAccounts real) {
            super(real);
        }

        @Override
        public void createUser(Account account) {
            if (real.user(account.name()).isEmpty()) {
                super.createUser(account);
            }
        }
    }

    private static final class MakesGroups extends AlteredAccounts {
        MakesGroups(HostAccounts real) {
            super(real);
        }

        @Override
        public void createUser(Account account) {
            account.group().ifPresent(this::createGroup);
            super.createUser(account);
        }
    }

    private static final class LeavesTheGroup extends AlteredFiles {
        LeavesTheGroup(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            super.write(path, content, access.group().isPresent() ? access : access.group("root"));
        }
    }

    private static final class RemembersWhatWasUnpacked extends AlteredArtifacts {
        private Optional<String> last = Optional.empty();

        RemembersWhatWasUnpacked(HostArtifacts real) {
            super(real);
        }

        @Override
        public void unpack(Artifact artifact, Revision revision, String folder) {
            super.unpack(artifact, revision, folder);
            last = Optional.of(revision.sha256());
        }

        @Override
        public Optional<String> unpackedDigest(String folder) {
            return last;
        }
    }

    private static final class SaysNothing extends AlteredArtifacts {
        SaysNothing(HostArtifacts real) {
            super(real);
        }

        @Override
        public void unpack(Artifact artifact, Revision revision, String folder) {
            try {
                super.unpack(artifact, revision, folder);
            } catch (PlatformException e) {
                return;
            }
        }
    }

    private static final class DigestsNothing extends AlteredArtifacts {
        DigestsNothing(HostArtifacts real) {
            super(real);
        }

        @Override
        public Optional<String> digestOf(String file) {
            return super.digestOf(file).or(() -> Optional.of(DIGEST_OF_NOTHING));
        }
    }

    private static final class NotReached extends AlteredArtifacts {
        NotReached(HostArtifacts real) {
            super(real);
        }

        @Override
        public Revision pin(Artifact artifact) {
            try {
                return super.pin(artifact);
            } catch (PlatformException e) {
                throw PlatformException.passing("pin " + artifact, new IOException("404 Not Found"));
            }
        }
    }

    private static final class KeepsPackages implements HostPackages {
        private final HostPackages real;

        KeepsPackages(HostPackages real) {
            this.real = real;
        }

        @Override
        public Optional<String> installed(String name) {
            return real.installed(name);
        }

        @Override
        public void install(List<PackageName> packages) {
            real.install(packages);
        }

        @Override
        public void remove(List<String> names) {
            // they stay
        }
    }
}
