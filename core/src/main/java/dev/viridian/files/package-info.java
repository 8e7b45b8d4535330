/** What is done with files alike wherever it is done. Not exported. */
@NullMarked
package dev.viridian.files;

import org.jspecify.annotations.NullMarked;
