package dev.viridian.provision;

/**
 * A text that stands in a file, a command or an environment: as it is, or a secret that is looked up on the machine at the moment it is
 * used and shown to nobody.
 */
public sealed interface Value {
    /** A text that anybody may see. */
    static Value of(String text) {
        return new Plain(text);
    }

    /**
     * A secret by reference: {@code secret("env:DB_PASSWORD")}, {@code secret("file:/run/secrets/db")}; further schemes come with further
     * modules.
     *
     * @param reference a scheme, a colon and what the scheme understands; it is no secret itself
     */
    static Value secret(String reference) {
        return new Reference(SecretReference.of(reference));
    }

    /** What it stands for on this host. Show it to nobody. */
    String on(Host host);

    /**
     * A text that anybody may see.
     *
     * @param text the text
     */
    record Plain(String text) implements Value {
        @Override
        public String on(Host host) {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A secret that is looked up when it is used.
     *
     * @param secret where it is
     */
    record Reference(SecretReference secret) implements Value {
        @Override
        public String on(Host host) {
            return host.secrets().read(secret);
        }

        @Override
        public String toString() {
            return "<secret " + secret + ">";
        }
    }
}
