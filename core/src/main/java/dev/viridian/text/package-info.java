/** How values are written for people, and what of them must not be written. Not exported. */
@NullMarked
package dev.viridian.text;

import org.jspecify.annotations.NullMarked;
