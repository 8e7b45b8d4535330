package dev.viridian.artifact;

import dev.viridian.Failure;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fetches, proves and unpacks an archive in one pass, so that either all of it is at its destination or nothing is. Fetching and digesting,
 * decompressing and writing go on at the same time for a tar archive of more than 1 MiB; whatever its size, that takes 2 MiB of memory.
 *
 * <p>It grows in a temporary folder beside the destination, {@code .<name>.part-…}, and is renamed when its digest is proven. A
 * destination that already holds the same artifact, as its marker {@code .viridian-artifact} says, is left as it is; what else is there
 * is never replaced. Temporary folders of processes that died are removed by the next call for a destination beside theirs.
 *
 * <p>Files come out as {@code 0755} when their owner may execute them and {@code 0644} when not, folders as {@code 0755}, all with the
 * time of their last modification; owners, extended attributes and every other bit of a mode are not kept. An archive is refused as a
 * whole when any entry of it
 *
 * <ul>
 *   <li>has a name that is absolute, leads upward, has a backslash, a drive or a control character, is not UTF-8 or is too long;
 *   <li>is a link that leads outside, directly or through other links, or lies behind a link;
 *   <li>is there twice (folders may be), or differs from another one only by case or Unicode form;
 *   <li>is a device, a pipe, a socket or a sparse file, or is encrypted;
 *   <li>exceeds the {@link Limits}.
 * </ul>
 *
 * and when it is cut off or damaged, contradicts itself, or is followed by anything but zeros.
 *
 * <p>Killing the process leaves no half an artifact at the destination. A power cut may, within the seconds in which the system still
 * writes what it was given, since nothing is forced to the disk: forcing ten thousand files would take longer than all the rest.
 * Immutable; may be used by several threads.
 *
 * <pre>{@code
 * Unpacker.withLimits(Limits.standard()).unpack(store, store.pin(artifact), Path.of("releases/1.4.2"));
 * }</pre>
 */
public final class Unpacker {
    /** The file in an unpacked folder that says which artifact it is: a folder without it is not whole, and is unpacked anew. */
    public static final String MARKER = Marker.NAME;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** What is unpacked in less time than it takes to start several tasks. */
    private static final long SMALL = 1L << 20;

    private final Limits limits;

    private Unpacker(Limits limits) {
        this.limits = limits;
    }

    /** One that refuses archives larger than this. */
    public static Unpacker withLimits(Limits limits) {
        return new Unpacker(limits);
    }

    /**
     * Fetches a pinned artifact from its store and unpacks it.
     *
     * @param destination a folder that does not exist, or is empty, or holds this artifact already; folders above it are made
     * @return whether anything was unpacked: {@code false} when the artifact was there already, and then it is not fetched either
     * @throws PlatformException with {@link Failure.ArtifactRefused}, {@link Failure.DiskFull} or {@link Failure.CallFailed}; nothing
     *     is left behind then
     */
    public boolean unpack(ArtifactStore store, PinnedArtifact pinned, Path destination) {
        String location = pinned.artifact().location();
        ArchiveFormat format = ArchiveFormat.of(pinned.artifact())
                .orElseThrow(() -> new PlatformException(Pinning.unknownFormat(pinned.artifact())));
        Unpacking.Opening opening = disk -> {
            disk.requireRoomFor(pinned.bytes());
            return store.open(pinned);
        };
        boolean isLarge = pinned.bytes() > SMALL;
        return run(opening, location, format, pinned.revision().sha256(), destination, isLarge);
    }

    /**
     * Unpacks an archive from a stream, which is read to its end and left open.
     *
     * @param archive its bytes
     * @param format what it is
     * @param expectedSha256 the digest that it must have
     * @param destination a folder that does not exist, or is empty, or holds this artifact already; folders above it are made
     * @return whether anything was unpacked: {@code false} when the artifact was there already, and then the stream is not read
     * @throws PlatformException with {@link Failure.ArtifactRefused}, {@link Failure.DiskFull} or {@link Failure.CallFailed}; nothing
     *     is left behind then
     */
    public boolean unpack(InputStream archive, ArchiveFormat format, String expectedSha256, Path destination) {
        String name = "for " + destination + " (" + format + ")";
        return run(disk -> new LeftOpen(archive), name, format, expectedSha256, destination, true);
    }

    /**
     * The SHA-256 digest of the artifact that this folder holds as a whole.
     *
     * @return empty when there is no such folder, or anything else is in it
     * @throws IOException when it cannot be looked at
     */
    public static Optional<String> digestIn(Path folder) throws IOException {
        return Marker.read(folder);
    }

    private boolean run(
            Unpacking.Opening opening,
            String name,
            ArchiveFormat format,
            String digest,
            Path destination,
            boolean isLarge) {
        if (!SHA_256.matcher(digest).matches()) {
            throw new IllegalArgumentException("Not a SHA-256 digest: '" + digest
                    + "'. Expected 64 hexadecimal digits to prove artifact " + name + " by.");
        }
        Path target = destination.toAbsolutePath().normalize();
        Disk disk = new Disk(target, "artifact " + name);
        try {
            return new Unpacking(limits, disk, format, digest.toLowerCase(Locale.ROOT), target, isLarge).run(opening);
        } catch (ArchiveRefused e) {
            String problem = e instanceof ArchiveRefused.CutOff ? e.getMessage() + "." : e.getMessage();
            throw new PlatformException(new Failure.ArtifactRefused(name, problem + " Nothing was unpacked."), e);
        } catch (SourceFailed e) {
            throw PlatformException.passing("fetch artifact " + name, e.said());
        } catch (IOException e) {
            throw disk.failed(e);
        }
    }
}
