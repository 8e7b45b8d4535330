/** The story of an application that is deployed with Viridian: an orders service, its releases and its database. */
@NullMarked
package dev.viridian.examples.orders;

import org.jspecify.annotations.NullMarked;
