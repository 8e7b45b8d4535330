/** Users' traffic for tests: at a steady rate, by kept-alive connections, and without ever sending a request twice. */
@NullMarked
package dev.viridian.testing.load;

import org.jspecify.annotations.NullMarked;
