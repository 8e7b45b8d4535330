/** A small orders service over JDBC. It knows nothing of Viridian: it needs the JDK and the driver of its database. */
@NullMarked
package dev.viridian.examples.orders.service;

import org.jspecify.annotations.NullMarked;
