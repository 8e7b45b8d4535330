package dev.viridian.local;

import dev.viridian.local.router.DetachedRouter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform's right to open its folder. One that is not detached has it alone: closing it ends all that runs there, and only its own
 * router, in this process, knows what that is. Of those that are detached there may be many. The operating system takes the right from a
 * program that dies.
 */
final class FolderClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderClaim.class);

    /** Those of this process, which would lose the lock of a file by closing that file after a second look at it. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private static final String FILE = "open";

    private final LocalSetup setup;
    private final Path folder;
    private Optional<Lock> held = Optional.empty();

    private FolderClaim(LocalSetup setup) {
        this.setup = setup;
        this.folder = setup.folder();
    }

    private record Lock(Path file, FileChannel channel) {}

    /** A claim that is not made yet. */
    static FolderClaim on(LocalSetup setup) {
        return new FolderClaim(setup);
    }

    /**
     * Makes the claim. It must be made, and the router be there by which others see what is open, while nobody else opens the folder.
     *
     * @throws IllegalStateException where another platform would be disturbed, or would disturb this one
     */
    void make() {
        new FolderOwner(setup).requireThisApplication();
        if (setup.isDetached()) {
            look();
        } else {
            take();
            requireNothingDetached();
        }
        new UsersWay(setup).requireOneAlone();
    }

    /** Finds that nobody has the folder to himself; where nobody ever had, there is no file to lock. */
    private void look() {
        if (Files.exists(folder.resolve(FILE))) {
            take();
            close();
        }
    }

    private void take() {
        try {
            Path file = folder.toRealPath().resolve(FILE);
            if (!OURS.add(file)) {
                throw inUse("this program already");
            }
            held = Optional.of(new Lock(file, lock(file)));
        } catch (IOException e) {
            throw LocalFiles.failed("open the platform in " + folder, folder, e);
        }
    }

    private FileChannel lock(Path file) throws IOException {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel);
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            OURS.remove(file);
            throw e;
        }
    }

    private void lock(FileChannel channel) throws IOException {
        if (channel.tryLock() == null) {
            throw inUse("process " + read(channel));
        }
        channel.truncate(0);
        channel.write(
                StandardCharsets.UTF_8.encode(
                        Long.toString(ProcessHandle.current().pid())),
                0);
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    private IllegalStateException inUse(String by) {
        return new IllegalStateException(
                "The platform in " + folder + " is open in " + by
                        + ", and is not detached: what runs there is that one's, and ends with it. Close it there first, or keep"
                        + " this one in a folder of its own by in(…). What several programs are to open they all open by detached().");
    }

    private void requireNothingDetached() {
        DetachedRouter.runningIn(RouterChoice.folder(folder)).ifPresent(entry -> {
            throw new IllegalStateException(
                    "A detached platform runs in " + folder + ", where users come in at " + entry
                            + ". Opened without detached() it would end when this one is closed. Open it by detached(), too, or end"
                            + " it first by detached().open().shutDown().");
        });
    }

    /** Gives the folder up; done again, nothing. */
    @Override
    public void close() {
        held.ifPresent(lock -> {
            held = Optional.empty();
            try {
                lock.channel().close();
            } catch (IOException e) {
                LOG.warn("The lock of {} could not be given back and goes with this process.", lock.file(), e);
            } finally {
                OURS.remove(lock.file());
            }
        });
    }
}
