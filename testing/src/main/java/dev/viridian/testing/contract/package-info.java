/**
 * The suites that every platform, every state store and every host passes: {@link dev.viridian.testing.contract.PlatformContract}, {@link
 * dev.viridian.testing.contract.StateStoreContract} and {@link dev.viridian.testing.contract.HostContract}.
 */
@NullMarked
package dev.viridian.testing.contract;

import org.jspecify.annotations.NullMarked;
