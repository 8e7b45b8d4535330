/** The suite that every platform passes: {@link dev.viridian.testing.contract.PlatformContract}. */
@NullMarked
package dev.viridian.testing.contract;

import org.jspecify.annotations.NullMarked;
