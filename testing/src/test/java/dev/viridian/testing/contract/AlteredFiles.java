package dev.viridian.testing.contract;

import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.provision.HostFiles;
import java.util.List;
import java.util.Optional;

/** Files with which something else is done; as it is, it alters nothing. */
class AlteredFiles implements HostFiles {
    final HostFiles real;

    AlteredFiles(HostFiles real) {
        this.real = real;
    }

    /** Whether this is at a path. */
    final boolean is(FileEntry.Kind kind, String path) {
        return real.look(path).filter(entry -> entry.kind() == kind).isPresent();
    }

    @Override
    public Optional<FileEntry> look(String path) {
        return real.look(path);
    }

    @Override
    public byte[] read(String path) {
        return real.read(path);
    }

    @Override
    public void write(String path, byte[] content, FileAccess access) {
        real.write(path, content, access);
    }

    @Override
    public void createDirectory(String path, FileAccess access) {
        real.createDirectory(path, access);
    }

    @Override
    public void link(String path, String target) {
        real.link(path, target);
    }

    @Override
    public void remove(String path) {
        real.remove(path);
    }

    @Override
    public List<String> list(String path) {
        return real.list(path);
    }

    @Override
    public long freeBytes(String path) {
        return real.freeBytes(path);
    }
}
