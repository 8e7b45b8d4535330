/** Tests of sockets by which the programs of this machine talk to each other. */
@NullMarked
package dev.viridian.local.socket;

import org.jspecify.annotations.NullMarked;
