package dev.viridian.local.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of whose end its parent is told late, as it may be on a busy computer. */
final class LateNews extends Process {
    private static final long LATE_MILLIS = 500;

    private final Process process;
    private final CompletableFuture<Process> told;

    LateNews(Process process) {
        this.process = process;
        this.told = process.onExit()
                .thenApplyAsync(
                        ended -> (Process) this, CompletableFuture.delayedExecutor(LATE_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return told.copy();
    }

    @Override
    public boolean isAlive() {
        return !told.isDone();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            told.get(timeout, unit);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int waitFor() throws InterruptedException {
        told.join();
        return exitValue();
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("nobody was told that it ended");
        }
        return process.exitValue();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OutputStream getOutputStream() {
        return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return process.getErrorStream();
    }

    @Override
    public void destroy() {
        process.destroy();
    }
}
