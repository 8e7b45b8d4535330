/** Tests of the orders service: in this JVM, as a process, and as the releases that the build packs. */
@NullMarked
package dev.viridian.examples.orders.service;

import org.jspecify.annotations.NullMarked;
