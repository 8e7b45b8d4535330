package dev.viridian.testing.host;

import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.provision.HostFiles;
import dev.viridian.testing.host.HostCall.Kind;
import java.util.List;
import java.util.Optional;

/** The files, through the gate. */
record FilesPort(HostWorld world, HostGate gate) implements HostFiles {
    @Override
    public Optional<FileEntry> look(String path) {
        return gate.call(Kind.READ, "look at " + path, () -> world.disk.look(path));
    }

    @Override
    public byte[] read(String path) {
        return gate.call(Kind.READ, "read " + path, () -> world.disk.read(path));
    }

    @Override
    public void write(String path, byte[] content, FileAccess access) {
        gate.change(Kind.WRITE, "write " + path, () -> world.disk.write(path, content, access));
    }

    @Override
    public void createDirectory(String path, FileAccess access) {
        gate.change(Kind.WRITE, "make folder " + path, () -> world.disk.createDirectory(path, access));
    }

    @Override
    public void link(String path, String target) {
        gate.change(Kind.WRITE, "link " + path + " to " + target, () -> world.disk.link(path, target));
    }

    @Override
    public void remove(String path) {
        gate.change(Kind.CHANGE, "remove " + path, () -> world.disk.remove(path));
    }

    @Override
    public List<String> list(String path) {
        return gate.call(Kind.READ, "list " + path, () -> world.disk.list(path));
    }

    @Override
    public long freeBytes(String path) {
        return gate.call(Kind.READ, "free space at " + path, () -> world.disk.free());
    }
}
