/** The journal and the lease over a state store, and the stores of files and of memory. */
@NullMarked
package dev.viridian.state;

import org.jspecify.annotations.NullMarked;
