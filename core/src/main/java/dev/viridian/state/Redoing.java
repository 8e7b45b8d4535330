package dev.viridian.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings the files of keys to what the log says of them. A file that holds what the log knows nothing of was written by somebody else, and stays. */
final class Redoing {
    private final Path folder;
    private final Drafts drafts;

    Redoing(Path folder, Drafts drafts) {
        this.folder = folder;
        this.drafts = drafts;
    }

    /** The last change, whose writer may have been killed before its file showed it. All before it were made by then. */
    void last(List<Change> changes) throws IOException {
        if (!changes.isEmpty()) {
            Change last = changes.get(changes.size() - 1);
            if (last.beginsWith(KeyFile.read(fileOf(last)))) {
                make(last);
            }
        }
    }

    /** All of them, each of which a power cut may have undone. */
    void all(List<Change> changes) throws IOException {
        Map<String, List<Change>> byKey = new LinkedHashMap<>();
        changes.forEach(change ->
                byKey.computeIfAbsent(change.key(), key -> new ArrayList<>()).add(change));
        for (List<Change> ofOne : byKey.values()) {
            Change last = ofOne.get(ofOne.size() - 1);
            KeyFile file = KeyFile.read(fileOf(last));
            if (!last.isIn(file) && ofOne.stream().anyMatch(change -> change.knows(file))) {
                make(last);
            }
        }
    }

    private void make(Change change) throws IOException {
        Path file = fileOf(change);
        if (change.to().isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.resolveSibling("."));
        try (Drafts.Draft draft = drafts.write(change.to().get(), change.text())) {
            Files.move(draft.file(), file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path fileOf(Change change) {
        return folder.resolve(change.key());
    }
}
