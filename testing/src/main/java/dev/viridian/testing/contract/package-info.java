/**
 * The suites that every platform and every host passes: {@link dev.viridian.testing.contract.PlatformContract} and {@link
 * dev.viridian.testing.contract.HostContract}.
 */
@NullMarked
package dev.viridian.testing.contract;

import org.jspecify.annotations.NullMarked;
