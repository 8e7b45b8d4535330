package dev.viridian.provision;

import java.nio.charset.StandardCharsets;

/** What a file says. */
sealed interface Content permits Template, Content.Text, Content.Resource, EnvironmentFile.Settings {
    /** Its bytes on this host. */
    byte[] on(Host host);

    /** Whether a secret is in it: then no difference is shown. */
    boolean holdsSecrets();

    /**
     * A text as it is.
     *
     * @param text the text
     */
    record Text(String text) implements Content {
        @Override
        public byte[] on(Host host) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean holdsSecrets() {
            return false;
        }
    }

    /**
     * A resource of the class path as it is.
     *
     * @param resource the resource
     */
    record Resource(ClassPathResource resource) implements Content {
        @Override
        public byte[] on(Host host) {
            return resource.bytes();
        }

        @Override
        public boolean holdsSecrets() {
            return false;
        }
    }
}
