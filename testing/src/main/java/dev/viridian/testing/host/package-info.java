/**
 * A machine in memory, on which provisioning is tested like any other program: {@link dev.viridian.testing.host.SimulatedHost} is the
 * machine, {@link dev.viridian.testing.host.ProvisioningFaults} runs a provisioning on it through every fault.
 */
@NullMarked
package dev.viridian.testing.host;

import org.jspecify.annotations.NullMarked;
