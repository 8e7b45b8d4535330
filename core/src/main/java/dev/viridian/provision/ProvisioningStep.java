package dev.viridian.provision;

import dev.viridian.Artifact;
import dev.viridian.FailureResponse;
import dev.viridian.HealthCheck;
import dev.viridian.Probe;
import dev.viridian.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is true of a machine when it is ready. A step looks, does what is missing, and looks again: what it then still finds
 * different is its failure. {@code import static dev.viridian.provision.ProvisioningStep.*} brings the words; a step of your own
 * implements this interface.
 *
 * <pre>{@code
 * Provisioning.of("orders")
 *     .step(download(machine.artifact()).to("releases"))
 *     .step(unpack().into("app"))
 *     .step(writeFile("app/orders.properties").from(template("orders.properties").with("region", machine.identity().region())))
 *     .step(service("orders").runs("java", "-jar", "app/orders.jar"))
 * }</pre>
 *
 * <p>Steps must be immutable, and may be performed again at any time.
 */
public interface ProvisioningStep {
    /** How long one attempt of a step may take unless it says otherwise. */
    Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

    /** What it makes true, in a few words: {@code write app/orders.properties}. No secret is in it. */
    String name();

    /** Looks and changes nothing. */
    Finding inspect(Host host) throws Exception;

    /** Does what is missing; may find half of it done by an earlier attempt. */
    void perform(Host host) throws Exception;

    /** How long one attempt may take before it has failed; 10 minutes unless it says otherwise. */
    default Duration limit() {
        return DEFAULT_LIMIT;
    }

    /** The handlers that run at the end, once, when this step has changed something. */
    default List<String> triggers() {
        return List.of();
    }

    /** What is done when it fails, where that differs from what is done elsewhere in its provisioning; empty for the same. */
    default List<Response> responses() {
        return List.of();
    }

    /** The same step with another limit for one attempt. */
    default ProvisioningStep within(Duration time) {
        return AdjustedStep.of(this).limited(time);
    }

    /** The same step, which has the handler of this name run at the end when it has changed something. */
    default ProvisioningStep triggering(String handler) {
        return AdjustedStep.of(this).triggeringToo(handler);
    }

    /** The same step with responses of its own to its failures. */
    default ProvisioningStep onFailure(FailureResponse.Retry responses) {
        return AdjustedStep.of(this).responding(responses.responses());
    }

    /** The same step with responses of its own to its failures. */
    default ProvisioningStep onFailure(FailureResponse.When responses) {
        return AdjustedStep.of(this).responding(responses.responses());
    }

    /** The same step with responses of its own to its failures. */
    default ProvisioningStep onFailure(FailureResponse.Rebuild responses) {
        return AdjustedStep.of(this).responding(responses.responses());
    }

    /** Fetches and proves an artifact; say {@code .to(folder)}. */
    static Download.NeedsFolder download(Artifact artifact) {
        return new Download.NeedsFolder(artifact);
    }

    /** Unpacks what the step right before downloads; say {@code .into(path)}. Fetching, proving and unpacking are then one pass. */
    static Unpack.NeedsPath unpack() {
        return new Unpack.NeedsPath();
    }

    /** Writes a file as a whole; say what. */
    static WriteFile.NeedsContent writeFile(String path) {
        return new WriteFile.NeedsContent(path);
    }

    /** A template from the class path: {@code ${name}} in it is replaced by what {@code .with(name, value)} says. */
    static Template template(String resource) {
        return Template.of(resource);
    }

    /** A secret by reference, to be written into a file or an environment: {@code secret("env:DB_PASSWORD")}. */
    static Value secret(String reference) {
        return Value.secret(reference);
    }

    /** Makes a folder, and those above it. */
    static Directory directory(String path) {
        return new Directory(path, FileAccess.DIRECTORY);
    }

    /** Makes a symbolic link, or switches one at once; say {@code .to(target)}. */
    static SymbolicLink.NeedsTarget symbolicLink(String path) {
        return new SymbolicLink.NeedsTarget(path);
    }

    /** Removes what is at a path, and all that is in it. */
    static ProvisioningStep remove(String path) {
        return new Remove(HostPath.require(path));
    }

    /** Makes a group for programs. */
    static ProvisioningStep group(String name) {
        return new GroupPresent(AccountName.require("group", name));
    }

    /** Makes a user for a program, who cannot log in. */
    static UserPresent user(String name) {
        return UserPresent.named(name);
    }

    /** Installs packages of the distribution: {@code packages("haproxy", "openjdk-17-jre-headless=17.0.15+6-1~deb12u1")}. */
    static PackagesPresent packages(String first, String... more) {
        List<PackageName> names = new ArrayList<>(List.of(PackageName.of(first)));
        for (String another : more) {
            names.add(PackageName.of(another));
        }
        return new PackagesPresent(names);
    }

    /** Removes packages of the distribution. */
    static ProvisioningStep noPackages(String first, String... more) {
        List<String> names = new ArrayList<>(List.of(first));
        names.addAll(List.of(more));
        return new PackagesAbsent(names);
    }

    /** Runs a command, each time unless {@code .creates(path)} or {@code .unless(command)} tell that it was done. */
    static RunCommand command(String program, String... arguments) {
        return RunCommand.of(Command.of(program, arguments));
    }

    /** Keeps a program running; say {@code .runs(program, arguments)}. */
    static Service.NeedsProgram service(String name) {
        return new Service.NeedsProgram(name);
    }

    /** Ends a service and starts it as it is defined now: what a handler does. */
    static ProvisioningStep restart(String service) {
        return new RestartService(service);
    }

    /** Ends a service and keeps it from starting when the machine boots. */
    static ProvisioningStep noService(String name) {
        return new ServiceStopped(name);
    }

    /** A file of settings for a service or a shell, {@code NAME="value"} a line, which only its owner can read. */
    static EnvironmentFile environmentFile(String path) {
        return EnvironmentFile.at(path);
    }

    /** A file of options for the JVM, one a line, to be given as {@code java @path}. */
    static JvmOptions jvmOptions(String path) {
        return JvmOptions.at(path);
    }

    /** Waits until there is something at a path; at most 1 minute unless {@code .within} says otherwise. */
    static ProvisioningStep waitForFile(String path) {
        return new WaitForFile(HostPath.require(path));
    }

    /** Waits until a port of this machine takes connections; at most 1 minute unless {@code .within} says otherwise. */
    static ProvisioningStep waitForPort(int port) {
        return WaitForAnswer.of("wait for port " + port, HealthCheck.tcp(), HostAddress.here(port));
    }

    /** Waits until an address answers with a status of 200 to 299; at most 1 minute unless {@code .within} says otherwise. */
    static ProvisioningStep waitForUrl(String url) {
        HostAddress address = HostAddress.of(url);
        return WaitForAnswer.of("wait for " + url, HealthCheck.http(address.path()), address);
    }

    /** Waits until a probe is answered well by this machine: {@code waitFor(jdbc(url).answers("select 1"))}. */
    static ProvisioningStep waitFor(Probe probe) {
        return WaitForAnswer.of("wait until " + probe.describe(), probe, HostAddress.here(HostAddress.NO_PORT));
    }
}
