package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.provision.Command;
import dev.viridian.provision.Host;
import dev.viridian.provision.PackageName;
import dev.viridian.provision.SecretReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A host to hold to its contract, and what only its author knows. Each rule is held against a fresh one, whose home is empty. */
public interface HostUnderTest {
    /** The host. The same one each time. */
    Host host();

    /** A folder of this host, outside of its home, in which the rules may do what they like. */
    String elsewhere();

    /** An archive that is there. */
    Artifact artifact();

    /** The path of a file in that archive. */
    String fileOfArtifact();

    /** An artifact that is not there. */
    Artifact missingArtifact();

    /** A secret that is there. */
    SecretReference secret();

    /** What that secret is. */
    String valueOfSecret();

    /** A command that writes {@code out} to its output, {@code trouble} to its error output, and exits with 3. */
    Command failingCommand();

    /** A command that writes {@code begun} and does not end for an hour, nor what it has started. */
    Command endlessCommand();

    /** A program, and its arguments, that runs until it is told to end. */
    List<String> program();

    /** A program, and its arguments, that writes {@code no database} and ends at once with an error. */
    List<String> failingProgram();

    /** Whether users and groups may be made: on a real machine that needs root, and a system that may be changed. */
    boolean mayChangeAccounts();

    /** A package that is not installed and may be. None without it: then installing is not asked for. */
    default Optional<PackageName> installablePackage() {
        return Optional.empty();
    }

    /** How long anything may take, in the host's own time. A minute without it. */
    default Duration patience() {
        return Duration.ofMinutes(1);
    }

    /** Ends whatever is left of it. */
    default void close() throws Exception {}
}
