/**
 * How a machine is made ready: {@link dev.viridian.provision.Provisioning} is a value made of steps, {@link
 * dev.viridian.provision.Host} is the machine that they work on, {@link dev.viridian.provision.Provisioner} makes the one true of the
 * other. Each step looks first, does what is missing, and looks again.
 */
@NullMarked
package dev.viridian.provision;

import org.jspecify.annotations.NullMarked;
