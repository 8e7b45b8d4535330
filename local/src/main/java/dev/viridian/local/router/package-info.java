/** Routers of this machine: they take users in and pass each request to a machine of a live environment. */
@NullMarked
package dev.viridian.local.router;

import org.jspecify.annotations.NullMarked;
