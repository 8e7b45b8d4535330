/** What every platform must keep to, as tests that an adapter's own test class inherits. */
@NullMarked
package dev.viridian.testing.contract;

import org.jspecify.annotations.NullMarked;
