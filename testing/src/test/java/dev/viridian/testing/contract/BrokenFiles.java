package dev.viridian.testing.contract;

import static dev.viridian.testing.contract.BrokenHost.that;

import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.provision.FileEntry.Kind;
import dev.viridian.provision.HostFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Hosts that do something else with files than what they are asked for. */
final class BrokenFiles {
    private BrokenFiles() {}

    static Stream<BrokenHost> all() {
        return Stream.of(writing(), folders(), links(), looking()).flatMap(part -> part);
    }

    private static Stream<BrokenHost> writing() {
        return Stream.of(
                that("writes Latin-1")
                        .breaks("aFileSaysWhatWasWritten", "the text is gr\ufffd")
                        .byFiles(WritesLatin1::new),
                that("gives files the mode of their folder")
                        .breaks("aFileSaysWhatWasWritten", "its mode is 0755, expected 0640")
                        .byFiles(GivesAnotherMode::new)
                        .and("aFileIsReplacedWithItsMode"),
                that("keeps the mode of the file that it replaces")
                        .breaks("aFileIsReplacedWithItsMode", "the mode is 0600, expected 4755")
                        .byFiles(KeepsTheMode::new),
                that("leaves what it has written before beside the file")
                        .breaks("aFileIsReplacedWithItsMode", "what is in the folder is [file, file.part]")
                        .byFiles(LeavesADraft::new)
                        .and("pathsAreTwoKinds", "aLinkIsSwitched"),
                that("writes first and finds the owner then")
                        .breaks("anUnknownOwnerIsRefused", "what is there is [file], expected []")
                        .byFiles(WritesBeforeItFindsTheOwner::new));
    }

    private static Stream<BrokenHost> folders() {
        return Stream.of(
                that("removes whatever is in its way")
                        .breaks("aFolderIsNotReplaced", "it let itself be asked to write a file over a folder")
                        .byFiles(RemovesWhatIsInItsWay::new),
                that("leaves a folder that is there as it is")
                        .breaks("aFolderIsMadeOnceAndKeepsItsContent", "its mode is 0755, expected 2750")
                        .byFiles(LeavesAFolderAsItIs::new),
                that("takes each path for one in its home")
                        .breaks("pathsAreTwoKinds", "what is in the home is [file, srv], expected [file]")
                        .byFiles(TakesEachPathForOneInItsHome::new));
    }

    private static Stream<BrokenHost> links() {
        return Stream.of(
                that("writes through links")
                        .breaks("aFileReplacesALinkAndNotItsTarget", "the kind is LINK, expected FILE")
                        .byFiles(WritesThroughLinks::new),
                that("does not switch a link that is there")
                        .breaks("aLinkIsSwitched", "what is read through it then is one, expected two")
                        .byFiles(DoesNotSwitch::new),
                that("sees nothing where a link leads to nothing")
                        .breaks("aLinkToNothingIsALink", "nothing is at file")
                        .byFiles(FollowsToNothing::new),
                that("removes what links point to")
                        .breaks("removingALinkLeavesItsTarget", "what is left is [], expected [kept]")
                        .byFiles(RemovesTargets::new));
    }

    private static Stream<BrokenHost> looking() {
        return Stream.of(
                that("takes nothing for an empty file")
                        .breaks("nothingIsSeenAsNothing", "it let itself be asked to read nothing")
                        .byFiles(ReadsNothing::new),
                that("lists names as they come")
                        .breaks("aLinkIsSwitched", "what is in the folder is [releases, current]")
                        .byFiles(ListsAsTheyCome::new),
                that("knows free space only where something is")
                        .breaks("freeSpaceIsKnownWhereNothingIsYet", "there is none")
                        .byFiles(KnowsSpaceOnlyWhereSomethingIs::new));
    }

    private static final class WritesLatin1 extends AlteredFiles {
        WritesLatin1(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            byte[] other = new String(content, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
            super.write(path, other, access);
        }
    }

    private static final class GivesAnotherMode extends AlteredFiles {
        GivesAnotherMode(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            super.write(path, content, access.mode("0755"));
        }
    }

    private static final class KeepsTheMode extends AlteredFiles {
        KeepsTheMode(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            Optional<FileEntry> before = real.look(path).filter(entry -> entry.kind() == Kind.FILE);
            super.write(
                    path,
                    content,
                    before.map(entry -> access.mode(entry.mode())).orElse(access));
        }
    }

    private static final class LeavesADraft extends AlteredFiles {
        LeavesADraft(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            super.write(path + ".part", content, access);
            super.write(path, content, access);
        }
    }

    private static final class WritesBeforeItFindsTheOwner extends AlteredFiles {
        WritesBeforeItFindsTheOwner(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            super.write(path, content, FileAccess.FILE.mode(access.mode()));
            super.write(path, content, access);
        }
    }

    private static final class RemovesWhatIsInItsWay extends AlteredFiles {
        RemovesWhatIsInItsWay(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            real.remove(path);
            super.write(path, content, access);
        }
    }

    private static final class LeavesAFolderAsItIs extends AlteredFiles {
        LeavesAFolderAsItIs(HostFiles real) {
            super(real);
        }

        @Override
        public void createDirectory(String path, FileAccess access) {
            if (!is(Kind.DIRECTORY, path)) {
                super.createDirectory(path, access);
            }
        }
    }

    private static final class TakesEachPathForOneInItsHome extends AlteredFiles {
        TakesEachPathForOneInItsHome(HostFiles real) {
            super(real);
        }

        private static String within(String path) {
            return path.startsWith("/") ? path.substring(1) : path;
        }

        @Override
        public Optional<FileEntry> look(String path) {
            return super.look(within(path));
        }

        @Override
        public byte[] read(String path) {
            return super.read(within(path));
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            super.write(within(path), content, access);
        }

        @Override
        public void remove(String path) {
            super.remove(within(path));
        }
    }

    private static final class WritesThroughLinks extends AlteredFiles {
        WritesThroughLinks(HostFiles real) {
            super(real);
        }

        @Override
        public void write(String path, byte[] content, FileAccess access) {
            super.write(real.look(path).flatMap(FileEntry::target).orElse(path), content, access);
        }
    }

    private static final class DoesNotSwitch extends AlteredFiles {
        DoesNotSwitch(HostFiles real) {
            super(real);
        }

        @Override
        public void link(String path, String target) {
            if (!is(Kind.LINK, path)) {
                super.link(path, target);
            }
        }
    }

    private static final class FollowsToNothing extends AlteredFiles {
        FollowsToNothing(HostFiles real) {
            super(real);
        }

        @Override
        public Optional<FileEntry> look(String path) {
            return super.look(path)
                    .filter(entry -> entry.target()
                            .map(target -> leadsToSomething(path, target))
                            .orElse(true));
        }

        private boolean leadsToSomething(String path, String target) {
            return real.look(Path.of(path).resolveSibling(target).toString()).isPresent();
        }
    }

    private static final class RemovesTargets extends AlteredFiles {
        RemovesTargets(HostFiles real) {
            super(real);
        }

        @Override
        public void remove(String path) {
            for (String name : real.list(path)) {
                String each = path + "/" + name;
                real.look(each)
                        .flatMap(FileEntry::target)
                        .ifPresent(target -> super.remove(
                                Path.of(each).resolveSibling(target).normalize().toString()));
            }
            super.remove(path);
        }
    }

    private static final class ReadsNothing extends AlteredFiles {
        ReadsNothing(HostFiles real) {
            super(real);
        }

        @Override
        public byte[] read(String path) {
            return real.look(path).isPresent() ? super.read(path) : new byte[0];
        }
    }

    private static final class ListsAsTheyCome extends AlteredFiles {
        ListsAsTheyCome(HostFiles real) {
            super(real);
        }

        @Override
        public List<String> list(String path) {
            return super.list(path).stream()
                    .sorted((one, other) -> other.compareTo(one))
                    .toList();
        }
    }

    private static final class KnowsSpaceOnlyWhereSomethingIs extends AlteredFiles {
        KnowsSpaceOnlyWhereSomethingIs(HostFiles real) {
            super(real);
        }

        @Override
        public long freeBytes(String path) {
            return real.look(path).isPresent() ? super.freeBytes(path) : 0;
        }
    }
}
