/** Tests of unpacking: mostly of what must not be unpacked. */
@NullMarked
package dev.viridian.artifact;

import org.jspecify.annotations.NullMarked;
