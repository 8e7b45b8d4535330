package dev.viridian.local;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.spi.PinnedArtifact;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * The folder of one environment: {@code environment.properties} says what it is, and each folder in {@code machines} is one machine's.
 * It is an environment as soon as that file is there, which is the first to be made and the last to be removed: so whatever a killed controller
 * leaves is either an environment, which others see, or a folder in which nothing has ever run.
 */
final class EnvironmentFolder {
    private final Path folder;
    private volatile Optional<Parsed> last = Optional.empty();

    EnvironmentFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What is written of an environment.
     *
     * @param artifact what it runs
     * @param size how many machines it is meant to have
     */
    record Description(PinnedArtifact artifact, int size) {
        Revision revision() {
            return artifact.revision();
        }
    }

    /** What a text says, so that the same text is not parsed at each look. */
    private record Parsed(String text, Description description) {}

    EnvironmentName name() {
        return new EnvironmentName(folder.getFileName().toString());
    }

    Optional<Description> description() {
        return LocalFiles.readIfThere(descriptionFile())
                .filter(text -> !text.isBlank())
                .map(this::description);
    }

    private Description description(String text) {
        Parsed parsed = last.filter(known -> known.text().equals(text)).orElseGet(() -> new Parsed(text, parse(text)));
        last = Optional.of(parsed);
        return parsed.description();
    }

    void describe(Description description) {
        LocalFiles.makeFolder(folder);
        Properties properties = new Properties();
        PinnedArtifact artifact = description.artifact();
        properties.setProperty("version", artifact.revision().version());
        properties.setProperty("sha256", artifact.revision().sha256());
        properties.setProperty("artifact", artifact.artifact().location());
        properties.setProperty("location", artifact.location());
        properties.setProperty("bytes", Long.toString(artifact.bytes()));
        properties.setProperty("machines", Integer.toString(description.size()));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LocalFiles.replace(descriptionFile(), text.toString());
    }

    /** Folders of machines, oldest first. */
    List<Path> machineFolders() {
        return LocalFiles.foldersIn(machinesFolder()).stream()
                .sorted(Comparator.comparingInt(EnvironmentFolder::number))
                .toList();
    }

    Path machineFolder(MachineId machine) {
        return machinesFolder().resolve(machine.value());
    }

    /** Ids that no machine of this environment has, or ever had: the highest number is written down before it is used. */
    List<MachineId> nextMachines(int count) {
        if (count == 0) {
            return List.of();
        }
        int highest = lastMachine();
        LocalFiles.replace(lastMachineFile(), highest + count + "\n");
        return IntStream.rangeClosed(highest + 1, highest + count)
                .mapToObj(number -> new MachineId(name() + "." + number))
                .toList();
    }

    /** The highest number that a machine of this environment has, or had. */
    private int lastMachine() {
        String written = Files.exists(lastMachineFile())
                ? LocalFiles.read(lastMachineFile()).strip()
                : "";
        return machineFolders().stream()
                .mapToInt(EnvironmentFolder::number)
                .reduce(written.isEmpty() ? 0 : Integer.parseInt(written), Math::max);
    }

    /** Its description goes last: where this is cut short it still is an environment, and is removed once more. */
    void forget() {
        LocalFiles.removeTree(folder, descriptionFile());
    }

    /**
     * Whether a controller was killed right before this became an environment, or right after it had been one; or whether the computer lost its
     * power before what was just written of it was on the disk, and what ran here with it.
     */
    boolean isRemains() {
        return description().isEmpty() && (machineFolders().isEmpty() || Files.exists(descriptionFile()));
    }

    private Path machinesFolder() {
        return folder.resolve("machines");
    }

    private Path descriptionFile() {
        return folder.resolve("environment.properties");
    }

    private Path lastMachineFile() {
        return folder.resolve("last-machine");
    }

    private static int number(Path machine) {
        String name = machine.getFileName().toString();
        return Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Description parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Artifact artifact = Artifact.of(properties.getProperty("artifact"));
        Revision revision = new Revision(properties.getProperty("version"), properties.getProperty("sha256"));
        return new Description(
                new PinnedArtifact(
                        artifact,
                        properties.getProperty("location"),
                        revision,
                        Long.parseLong(properties.getProperty("bytes"))),
                Integer.parseInt(properties.getProperty("machines")));
    }
}
