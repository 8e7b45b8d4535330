/** Tests against a real HAProxy, which must be on the PATH. */
@NullMarked
package dev.viridian.local.haproxy;

import org.jspecify.annotations.NullMarked;
