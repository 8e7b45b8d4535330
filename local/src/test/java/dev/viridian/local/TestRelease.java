package dev.viridian.local;

import dev.viridian.local.application.TestApplication;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packs releases of the test application, each with a behaviour of its own. */
final class TestRelease {
    private TestRelease() {}

    /** What is in an archive beside the application. */
    @FunctionalInterface
    interface Addition {
        void addTo(TarArchiveOutputStream tar) throws IOException;
    }

    static Path pack(Path folder, String version, Map<String, String> behaviour) throws IOException {
        return pack(folder, version, behaviour, tar -> {});
    }

    static Path pack(Path folder, String version, Map<String, String> behaviour, Addition addition) throws IOException {
        Path archive = folder.resolve("application-" + version + ".tar.gz");
        StringBuilder properties = new StringBuilder("version=" + version + "\n");
        behaviour.forEach((name, value) ->
                properties.append(name).append('=').append(value).append('\n'));
        try (OutputStream file = Files.newOutputStream(archive);
                GZIPOutputStream gzip = new GZIPOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            String name = TestApplication.class.getName().replace('.', '/') + ".class";
            try (InputStream code = TestRelease.class.getClassLoader().getResourceAsStream(name)) {
                put(tar, name, code.readAllBytes());
            }
            put(tar, "conf/application.properties", properties.toString().getBytes(StandardCharsets.UTF_8));
            addition.addTo(tar);
        }
        return archive;
    }

    static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
