/** A router for those who already run HAProxy, driven over its runtime API; HAProxy itself remembers what is routed. */
@NullMarked
package dev.viridian.local.haproxy;

import org.jspecify.annotations.NullMarked;
