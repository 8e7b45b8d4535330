/** The words: deployments, health checks, smoke tests, failure responses and notifications, all of them immutable values. */
@NullMarked
package dev.viridian;

import org.jspecify.annotations.NullMarked;
