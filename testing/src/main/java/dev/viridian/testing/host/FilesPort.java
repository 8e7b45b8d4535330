package dev.viridian.testing.host;

import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.provision.HostFiles;
import dev.viridian.spi.PlatformException;
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
        gate.change(Kind.WRITE, "write " + path, () -> {
            requireKnown("write " + path, access);
            world.disk.write(path, content, access);
        });
    }

    @Override
    public void createDirectory(String path, FileAccess access) {
        gate.change(Kind.WRITE, "make folder " + path, () -> {
            requireKnown("make folder " + path, access);
            world.disk.createDirectory(path, access);
        });
    }

    private void requireKnown(String doing, FileAccess access) {
        access.owner()
                .filter(owner -> !owner.equals("root") && !world.users.containsKey(owner))
                .ifPresent(owner -> refuse(doing, "user", owner));
        access.group().filter(group -> !world.groups.contains(group)).ifPresent(group -> refuse(doing, "group", group));
    }

    private static void refuse(String doing, String what, String name) {
        throw PlatformException.refused(
                doing,
                "there is no " + what + " " + name + ". Make it by a step before: " + what + "(\"" + name + "\").");
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
