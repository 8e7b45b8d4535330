package dev.viridian.artifact;

/** The signature that lies beside an artifact, in a file of its name with {@value #SUFFIX} added. Immutable. */
public final class SignatureFile {
    /** What is added to the name of an artifact. */
    public static final String SUFFIX = ".sig";

    /** As much of such a file as is read. */
    public static final int LONGEST = 8192;

    private final String location;
    private final byte[] signature;

    /**
     * What was found.
     *
     * @param location where it is, for messages
     * @param signature what the file holds
     */
    public SignatureFile(String location, byte[] signature) {
        this.location = location;
        this.signature = signature.clone();
    }

    /** Where it is, for messages. */
    public String location() {
        return location;
    }

    /** A copy of what the file holds. */
    public byte[] signature() {
        return signature.clone();
    }
}
