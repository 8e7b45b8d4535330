package dev.viridian.provision;

/**
 * What makes a machine ready, as a class of the user's with a public constructor without arguments, because a new machine must be able to
 * run it by itself.
 *
 * <pre>{@code
 * public final class OrdersMachine implements MachineProvisioning {
 *     public Provisioning define(MachineContext machine) {
 *         return Provisioning.of("orders")
 *             .step(download(machine.artifact()).to("releases"))
 *             .step(unpack().into("app"))
 *             .step(service("orders").runs("java", "-jar", "app/orders.jar"))
 *             .verify(tcp(machine.port()).accepts())
 *             .onFailure(retry(3).then(rebuild()));
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface MachineProvisioning {
    /** The steps for this machine. It changes nothing: it may be asked for a dry run, too. */
    Provisioning define(MachineContext machine);
}
