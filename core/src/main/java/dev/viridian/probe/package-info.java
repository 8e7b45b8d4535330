/** Asks machines for real how they are: by HTTP, TCP, JDBC, commands and code, none of which can outstay its deadline. */
@NullMarked
package dev.viridian.probe;

import org.jspecify.annotations.NullMarked;
