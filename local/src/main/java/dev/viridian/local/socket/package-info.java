/** Sockets by which the programs of this machine talk to each other. Not exported. */
@NullMarked
package dev.viridian.local.socket;

import org.jspecify.annotations.NullMarked;
