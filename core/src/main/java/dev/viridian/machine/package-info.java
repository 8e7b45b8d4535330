/**
 * A real machine: {@link dev.viridian.machine.LinuxHost} is a Linux machine as the steps of a provisioning see it.
 */
@NullMarked
package dev.viridian.machine;

import org.jspecify.annotations.NullMarked;
