package dev.viridian.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Names and numbers of users and groups, as the files of the host have them: those of a directory service are seen by their numbers. */
record AccountFiles(LinuxRoot root) {
    /** A user: {@code orders:x:998:997::/srv/orders:/usr/sbin/nologin}. */
    record User(String name, int uid, int gid, String home) {}

    /** A group: {@code orders:x:997:}, and who is in it besides. */
    record Group(String name, int gid, List<String> members) {}

    Optional<User> user(String name) throws IOException {
        return user(found -> found.name().equals(name));
    }

    Optional<Group> group(String name) throws IOException {
        return groups().stream().filter(found -> found.name().equals(name)).findFirst();
    }

    Optional<Group> group(int gid) throws IOException {
        return groups().stream().filter(found -> found.gid() == gid).findFirst();
    }

    String nameOfUser(int uid) throws IOException {
        return user(found -> found.uid() == uid).map(User::name).orElse(Integer.toString(uid));
    }

    String nameOfGroup(int gid) throws IOException {
        return group(gid).map(Group::name).orElse(Integer.toString(gid));
    }

    private Optional<User> user(Predicate<User> wanted) throws IOException {
        return lines("/etc/passwd", 7).stream()
                .map(field -> new User(field[0], Integer.parseInt(field[2]), Integer.parseInt(field[3]), field[5]))
                .filter(wanted)
                .findFirst();
    }

    List<Group> groups() throws IOException {
        return lines("/etc/group", 4).stream()
                .map(field -> new Group(
                        field[0],
                        Integer.parseInt(field[2]),
                        Arrays.stream(field[3].split(","))
                                .filter(name -> !name.isEmpty())
                                .toList()))
                .toList();
    }

    /** Without those that are no accounts, such as {@code +::::::} of old directory services. */
    private List<String[]> lines(String file, int fields) throws IOException {
        Path path = root.followed(file);
        if (!Files.exists(path)) {
            return List.of();
        }
        return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split(":", -1))
                .filter(parts -> parts.length == fields && parts[2].matches("\\d{1,9}"))
                .filter(parts -> fields == 4 || parts[3].matches("\\d{1,9}"))
                .toList();
    }
}
