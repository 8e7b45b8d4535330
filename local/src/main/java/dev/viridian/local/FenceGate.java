package dev.viridian.local;

import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets nobody pass whose fencing token is lower than one that was seen before, in this process or another: all who open the same folder
 * share its file.
 */
final class FenceGate {
    /** A lock of a file belongs to the whole process: a second thread that asks for it is not made to wait, it is refused. */
    private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();

    private final Path file;

    FenceGate(Path file) {
        this.file = file;
    }

    void admit(String effect, Fence fence) {
        long ignored = locked("check the fencing token in " + file, channel -> {
            long highest = read(channel);
            fence.requireNotOlderThan(highest, () -> effect);
            if (fence.token() > highest) {
                write(channel, fence.token());
            }
            return Math.max(highest, fence.token());
        });
    }

    /** Does something while nobody else, in this process or another, does anything that way. It must be brief: nobody passes meanwhile. */
    void alone(String action, Runnable work) {
        boolean ignored = alone(action, () -> {
            work.run();
            return true;
        });
    }

    /** As {@link #alone(String, Runnable)}, with what comes of it. */
    <T> T alone(String action, Supplier<T> work) {
        return locked(action + ", alone by the lock of " + file, channel -> work.get());
    }

    private interface Work<T> {
        T with(FileChannel channel) throws IOException;
    }

    private <T> T locked(String action, Work<T> work) {
        WITHIN_PROCESS.lock();
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw PlatformException.refused(
                            action, "the lock was lost at once. Is the folder on a network file system?");
                }
                return work.with(channel);
            }
        } catch (IOException e) {
            throw LocalFiles.failed(action, file, e);
        } finally {
            WITHIN_PROCESS.unlock();
        }
    }

    private static long read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32);
        while (channel.read(bytes) > 0) {
            // until the end of the file
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static void write(FileChannel channel, long token) throws IOException {
        channel.write(ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }
}
