package dev.viridian.testing.contract;

import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files, folders and links. */
interface HostFileRules extends HostRules {
    /** Configuration is written and compared byte by byte. */
    @Test
    default void aFileSaysWhatWasWritten() {
        HostDemand demand = new HostDemand("a file says what was written, with the mode that was asked for");
        files().write("conf/orders.properties", bytes("größe=1\n"), FileAccess.FILE.mode("0640"));

        demand.same("the text", "größe=1\n", text("conf/orders.properties"));
        FileEntry found = entry(demand, "conf/orders.properties");
        demand.same("its kind", FileEntry.Kind.FILE, found.kind());
        demand.same("its size", 10L, found.size());
        demand.same("its mode", "0640", found.mode());
        demand.same(
                "the mode of the folder above", "0755", entry(demand, "conf").mode());
    }

    /** The second write is a second provisioning. */
    @Test
    default void aFileIsReplacedWithItsMode() {
        HostDemand demand = new HostDemand("write replaces text and mode");
        files().write("file", bytes("a long first text"), FileAccess.FILE.mode("0600"));
        files().write("file", bytes("second"), FileAccess.FILE.mode("4755"));

        demand.same("the text", "second", text("file"));
        demand.same("the mode", "4755", entry(demand, "file").mode());
        demand.same("what is in the folder", List.of("file"), files().list(""));
    }

    /** Else writing a file would change what the link points to. */
    @Test
    default void aFileReplacesALinkAndNotItsTarget() {
        HostDemand demand = new HostDemand("write replaces a link, and not what it points to");
        files().write("target", bytes("target"), FileAccess.FILE);
        files().link("link", "target");
        files().write("link", bytes("file"), FileAccess.FILE);

        demand.same("the kind", FileEntry.Kind.FILE, entry(demand, "link").kind());
        demand.same("what the target says", "target", text("target"));
    }

    /** What is in a folder was not asked to be removed. */
    @Test
    default void aFolderIsNotReplaced() {
        HostDemand demand = new HostDemand("neither a file nor a link replaces a folder");
        files().write("folder/file", bytes("x"), FileAccess.FILE);

        demand.refused("write a file over a folder", () -> files().write("folder", bytes("y"), FileAccess.FILE));
        demand.refused("link over a folder", () -> files().link("folder", "elsewhere"));
        demand.same("what is in it", "x", text("folder/file"));
    }

    /** Nothing is an answer, and no error. */
    @Test
    default void nothingIsSeenAsNothing() {
        HostDemand demand = new HostDemand("where nothing is, nothing is seen");
        files().write("file", bytes("x"), FileAccess.FILE);

        demand.same("nothing", Optional.<FileEntry>empty(), files().look("nothing"));
        demand.same("below nothing", Optional.<FileEntry>empty(), files().look("nothing/at/all"));
        demand.same("below a file", Optional.<FileEntry>empty(), files().look("file/below"));
        demand.same("the names in no folder", List.<String>of(), files().list("nothing"));
        demand.refused("read nothing", () -> files().read("nothing"));
        demand.refused("read a folder", () -> files().read(""));
        files().remove("nothing");
    }

    /** A relative path is within the home, an absolute one is not. */
    @Test
    default void pathsAreTwoKinds() {
        HostDemand demand = new HostDemand("a path that begins with a slash is where it says, any other in the home");
        String absolute = underTest().elsewhere() + "/file";
        files().write(absolute, bytes("elsewhere"), FileAccess.FILE);
        files().write("file", bytes("home"), FileAccess.FILE);

        demand.same("the one", "elsewhere", text(absolute));
        demand.same("the other", "home", text("file"));
        demand.same("what is in the home", List.of("file"), files().list(""));
        files().remove(absolute);
        demand.same("the one, removed", Optional.<FileEntry>empty(), files().look(absolute));
    }

    /** A folder that is there gets the mode, and keeps what is in it. */
    @Test
    default void aFolderIsMadeOnceAndKeepsItsContent() {
        HostDemand demand = new HostDemand("making a folder again changes its mode and nothing else");
        files().createDirectory("var/data", FileAccess.DIRECTORY);
        files().write("var/data/file", bytes("x"), FileAccess.FILE);
        files().createDirectory("var/data", FileAccess.DIRECTORY.mode("2750"));

        FileEntry found = entry(demand, "var/data");
        demand.same("its kind", FileEntry.Kind.DIRECTORY, found.kind());
        demand.same("its mode", "2750", found.mode());
        demand.same("what is in it", "x", text("var/data/file"));
        demand.refused(
                "make a folder over a file", () -> files().createDirectory("var/data/file", FileAccess.DIRECTORY));
    }

    /** The switch of {@code current}. */
    @Test
    default void aLinkIsSwitched() {
        HostDemand demand = new HostDemand("a link is stored as it is written and switched to another target");
        files().write("releases/1/file", bytes("one"), FileAccess.FILE);
        files().write("releases/2/file", bytes("two"), FileAccess.FILE);
        files().link("current", "releases/1");
        demand.same(
                "the target",
                Optional.of("releases/1"),
                entry(demand, "current").target());
        demand.same("what is read through it", "one", text("current/file"));

        files().link("current", "releases/2");
        demand.same("what is read through it then", "two", text("current/file"));
        demand.same("what is in the folder", List.of("current", "releases"), files().list(""));
        demand.same("what is listed through it", List.of("file"), files().list("current"));

        files().write("current/more", bytes("three"), FileAccess.FILE);
        demand.same("what was written through it", "three", text("releases/2/more"));
    }

    /** It is seen, though nothing is there. */
    @Test
    default void aLinkToNothingIsALink() {
        HostDemand demand = new HostDemand("a link that points to nothing is seen as a link");
        files().write("file", bytes("x"), FileAccess.FILE);
        files().link("file", "nothing");

        demand.same("its kind", FileEntry.Kind.LINK, entry(demand, "file").kind());
        demand.refused("read what it points to", () -> files().read("file"));
    }

    /** What a link points to belongs to somebody else. */
    @Test
    default void removingALinkLeavesItsTarget() {
        HostDemand demand = new HostDemand("remove removes all of a folder, and no target of a link in it");
        files().write("kept/file", bytes("x"), FileAccess.FILE);
        files().write("gone/deep/file", bytes("y"), FileAccess.FILE);
        files().link("gone/link", "../kept");
        files().remove("gone");

        demand.same("what is left", List.of("kept"), files().list(""));
        demand.same("what the link pointed to", "x", text("kept/file"));
    }

    /** A step before must make the account; a file that belongs to somebody else is worse than none. */
    @Test
    default void anUnknownOwnerIsRefused() {
        HostDemand demand = new HostDemand("a file for a user or group that is not there is refused, and not written");
        demand.refused(
                "write for an unknown user",
                () -> files().write("file", bytes("x"), FileAccess.FILE.owner("viridian-nobody")));
        demand.refused(
                "write for an unknown group",
                () -> files().write("file", bytes("x"), FileAccess.FILE.group("viridian-nobody")));

        demand.same("what is there", List.<String>of(), files().list(""));
    }

    /** It is asked before something large is fetched. */
    @Test
    default void freeSpaceIsKnownWhereNothingIsYet() {
        HostDemand demand = new HostDemand("free space is known also where a path is not there yet");

        demand.holds(files().freeBytes("not/there/yet") > 0, "there is none");
    }

    /** What is there, which it must be. */
    private FileEntry entry(HostDemand demand, String path) {
        Optional<FileEntry> found = files().look(path);
        demand.holds(found.isPresent(), "nothing is at " + path);
        return found.orElseThrow();
    }
}
