package dev.viridian.artifact;

/**
 * How much an archive may unpack to. One that would become more than this is taken for a bomb and refused as a whole.
 *
 * <pre>{@code
 * Unpacker.withLimits(Limits.standard().atMostBytes(50L << 30))
 * }</pre>
 *
 * @param entries how many files, folders and links it may make; folders that are only implied by a name count; 200,000 by default
 * @param bytes how large all its files may be together; 10 GiB by default
 * @param ratio how many times larger than the compressed bytes the unpacked ones may be, looked at after the first 10 MiB, since small
 *     files of zeros compress a thousandfold and harm nobody; 200 by default
 */
public record Limits(long entries, long bytes, long ratio) {
    /** How much is unpacked before the ratio is looked at. */
    static final long RATIO_FROM = 10L << 20;

    /** Refuses limits that let nothing through. */
    public Limits {
        requirePositive("number of entries", entries);
        requirePositive("unpacked size", bytes);
        requirePositive("ratio", ratio);
    }

    /** The defaults. */
    public static Limits standard() {
        return new Limits(200_000, 10L << 30, 200);
    }

    /** The same with another number of entries. */
    public Limits atMostEntries(long most) {
        return new Limits(most, bytes, ratio);
    }

    /** The same with another unpacked size. */
    public Limits atMostBytes(long most) {
        return new Limits(entries, most, ratio);
    }

    /** The same with another ratio. */
    public Limits atMostRatio(long most) {
        return new Limits(entries, bytes, most);
    }

    /** Refuses an archive of which so much was read and so much came out. */
    void requireRatio(long compressed, long unpacked) throws ArchiveRefused {
        if (unpacked > RATIO_FROM && unpacked / ratio > compressed) {
            throw new ArchiveRefused("it is a bomb: its first " + Shown.bytes(compressed) + " unpack to "
                    + Shown.bytes(unpacked) + ", which is more than " + ratio
                    + " times as much. If that is meant, raise the ratio in Limits.");
        }
    }

    private static void requirePositive(String what, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "The limit of the " + what + " of an archive is " + limit + ". Expected one or more.");
        }
    }
}
