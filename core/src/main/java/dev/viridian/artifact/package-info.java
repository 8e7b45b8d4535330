/**
 * Finding an artifact, proving that it is whole and the one that was meant, and unpacking it so that either all of it is there or nothing.
 *
 * <p>Archives are taken for hostile until they are proven harmless. That is why tar and zip are read here by readers of our own: they
 * refuse what a lenient reader repairs (absolute names made relative, ends that are missing, headers that contradict each other) and
 * they hold no more than a bounded part of an archive in memory.
 */
@NullMarked
package dev.viridian.artifact;

import org.jspecify.annotations.NullMarked;
