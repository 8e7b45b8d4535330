package dev.viridian.provision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A resource of the class path of the thread that defines the provisioning, read at once: what is missing is refused before anything is
 * touched.
 */
final class ClassPathResource {
    private final String name;
    private final byte[] bytes;

    private ClassPathResource(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static ClassPathResource of(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream found =
                (loader == null ? ClassLoader.getSystemClassLoader() : loader).getResourceAsStream(name)) {
            if (found == null) {
                throw new IllegalArgumentException("There is no resource '" + name
                        + "' on the class path. Expected a name without a leading slash, such as orders.properties.");
            }
            return new ClassPathResource(name, found.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource '" + name + "' of the class path.", e);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return name;
    }
}
