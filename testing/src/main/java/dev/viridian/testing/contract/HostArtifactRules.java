package dev.viridian.testing.contract;

import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.provision.PackageName;
import dev.viridian.provision.SecretReference;
import dev.viridian.spi.Probes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Artifacts, secrets, packages, and what else a host gives. */
interface HostArtifactRules extends HostRules {
    /** Whole, or not at all. */
    @Test
    default void anArtifactIsUnpackedWithItsDigest() {
        HostDemand demand =
                new HostDemand("an unpacked folder says which artifact it holds, and unpacking again changes nothing");
        Revision revision = artifacts().pin(underTest().artifact());
        demand.same(
                "what is unpacked before", Optional.<String>empty(), artifacts().unpackedDigest("releases/1"));
        artifacts().unpack(underTest().artifact(), revision, "releases/1");
        artifacts().unpack(underTest().artifact(), revision, "releases/1");

        demand.same(
                "what is unpacked", Optional.of(revision.sha256()), artifacts().unpackedDigest("releases/1"));
        demand.holds(
                files().look("releases/1/" + underTest().fileOfArtifact()).isPresent(),
                "there is no " + underTest().fileOfArtifact() + " in it");
        demand.same(
                "a folder of something else",
                Optional.<String>empty(),
                artifacts().unpackedDigest("releases"));
    }

    /** It may be somebody's own, or half of something. */
    @Test
    default void anArtifactIsUnpackedOverNothingElse() {
        HostDemand demand = new HostDemand("an artifact is not unpacked over anything else, and that is left as it is");
        Revision revision = artifacts().pin(underTest().artifact());
        files().write("releases/1/note", "mine".getBytes(StandardCharsets.UTF_8), FileAccess.FILE);

        demand.refused(
                "unpack beside a note", () -> artifacts().unpack(underTest().artifact(), revision, "releases/1"));
        demand.holds(files().look("releases/1/note").isPresent(), "the note is gone");
        demand.holds(
                files().look("releases/1/" + underTest().fileOfArtifact()).isEmpty(),
                "there is " + underTest().fileOfArtifact() + " of it beside the note");
    }

    /** For tools that want the archive itself. */
    @Test
    default void anArtifactIsDownloadedWithItsDigest() {
        HostDemand demand = new HostDemand("a downloaded file has the digest of its revision");
        Revision revision = artifacts().pin(underTest().artifact());
        demand.same(
                "the digest of nothing", Optional.<String>empty(), artifacts().digestOf("cache/orders.tar.gz"));
        artifacts().download(underTest().artifact(), revision, "cache/orders.tar.gz");
        artifacts().download(underTest().artifact(), revision, "cache/orders.tar.gz");

        demand.same("the digest", Optional.of(revision.sha256()), artifacts().digestOf("cache/orders.tar.gz"));
    }

    /** It is refused by where it should be. */
    @Test
    default void aMissingArtifactIsRefused() {
        HostDemand demand = new HostDemand("an artifact that is not there is refused as such");
        Failure failure =
                demand.refused("pin it", () -> artifacts().pin(underTest().missingArtifact()));

        demand.holds(failure instanceof Failure.ArtifactRefused, "the failure is " + failure);
    }

    /** By its reference alone. */
    @Test
    default void secretsAreReadByReference() {
        HostDemand demand = new HostDemand("a secret is read, and one that is not there is refused by its reference");
        demand.same(
                "the secret",
                underTest().valueOfSecret(),
                underTest().host().secrets().read(underTest().secret()));

        for (SecretReference missing : List.of(
                new SecretReference("env", "VIRIDIAN_NO_SUCH_SECRET"),
                new SecretReference("file", "/viridian/no/such/secret"),
                new SecretReference("nobody-knows", "this"))) {
            Failure failure = demand.refused(
                    "read " + missing, () -> underTest().host().secrets().read(missing));
            demand.holds(failure.message().contains(missing.toString()), "the message is: " + failure.message());
        }
    }

    /** Looking needs no right, installing does. */
    @Test
    default void packagesComeAndGo() {
        Assumptions.assumeTrue(
                underTest().installablePackage().isPresent(), "no package may be installed on this host by a test");
        HostDemand demand = new HostDemand("a package is installed in a version, and removed");
        PackageName wanted = underTest().installablePackage().orElseThrow();
        demand.same("its version before", Optional.<String>empty(), installed(wanted));
        underTest().host().packages().install(List.of(wanted));
        demand.holds(installed(wanted).isPresent(), "it is not installed");
        underTest().host().packages().install(List.of(wanted));
        underTest().host().packages().remove(List.of(wanted.name()));
        demand.same("its version after", Optional.<String>empty(), installed(wanted));
    }

    private Optional<String> installed(PackageName name) {
        return underTest().host().packages().installed(name.name());
    }

    /** Nobody listens at the port 1. */
    @Test
    default void aProbeIsAnswered() {
        HostDemand demand = new HostDemand("a probe that nobody answers is answered badly, and not by an exception");
        Machine here = new Machine(new MachineId("here"), "127.0.0.1", 1, Machine.State.RUNNING, "");
        Probes.Answer answer = demand.answered(
                "ask the port 1",
                () -> underTest().host().probes().ask(HealthCheck.tcp(), here, Duration.ofSeconds(1)));

        demand.holds(!answer.well(), "the answer is " + answer);
    }

    /** Steps wait by it. */
    @Test
    default void timePassesAndTasksAreLimited() throws Exception {
        HostDemand demand = new HostDemand("waiting takes time, and a task is waited for no longer than its limit");
        Instant start = underTest().host().time().now();
        underTest().host().time().sleep(Duration.ofMillis(20));
        demand.holds(
                !underTest().host().time().now().isBefore(start.plusMillis(20)),
                "20 ms later it is " + underTest().host().time().now() + ", at first it was " + start);
        demand.same(
                "the results",
                List.of("one", "two"),
                underTest().host().tasks().all(List.of(() -> "one", () -> "two")));
        try {
            underTest().host().tasks().within(Duration.ofMillis(50), () -> {
                underTest().host().time().sleep(Duration.ofMinutes(1));
                return true;
            });
        } catch (TimeoutException expected) {
            return;
        }
        demand.holds(false, "the task was waited for");
    }

    /** It is asked for when something failed already. */
    @Test
    default void aHostCanBeExamined() {
        HostDemand demand = new HostDemand("examining a host tells at least its disk and its clock");
        String told = demand.answered("examine itself", () -> underTest().host().examine())
                .toString();

        demand.holds(told.contains("free") && told.contains("clock"), "it tells " + told);
        demand.holds(!underTest().host().name().isBlank(), "it has no name");
    }

    private HostArtifacts artifacts() {
        return underTest().host().artifacts();
    }
}
