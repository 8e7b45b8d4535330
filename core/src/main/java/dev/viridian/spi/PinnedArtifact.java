package dev.viridian.spi;

import dev.viridian.Artifact;
import dev.viridian.Revision;

/**
 * An artifact that was looked at: from here on exactly these bits are meant, whatever lies at its location later.
 *
 * @param artifact what was asked for
 * @param location where exactly these bits are: the location itself, or one that names a version of the object
 * @param revision its version and digest
 * @param bytes its size
 */
public record PinnedArtifact(Artifact artifact, String location, Revision revision, long bytes) {}
