/**
 * One real process of this machine: started so that it outlives its controller, found again by a later one, watched, and
 * stopped with all that it started; its log and its port. Linux and macOS; what is told by {@code /proc} alone is said where
 * it is used.
 */
@NullMarked
package dev.viridian.local.process;

import org.jspecify.annotations.NullMarked;
