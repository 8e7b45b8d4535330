package dev.viridian.local.process;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Java tells on any system: parents and births, neither sessions nor zombies. */
final class PortableProcessTable implements ProcessTable {
    @Override
    public Optional<ProcessEntry> find(long pid) {
        return ProcessHandle.of(pid).map(PortableProcessTable::entry);
    }

    @Override
    public Snapshot allBut(Set<Long> pids) {
        return new Snapshot(
                ProcessHandle.allProcesses()
                        .filter(process -> !pids.contains(process.pid()))
                        .map(PortableProcessTable::entry)
                        .toList(),
                true);
    }

    /** Births are dates here, which mean the same in every boot. */
    @Override
    public String era() {
        return "dates";
    }

    @Override
    public List<ProcessEntry> sessionLeadersWritingTo(Path file) {
        return List.of();
    }

    @Override
    public boolean hasVariable(ProcessEntry process, String variable) {
        return false;
    }

    private static ProcessEntry entry(ProcessHandle handle) {
        ProcessHandle.Info info = handle.info();
        return new ProcessEntry(
                handle.pid(),
                info.command()
                        .map(command -> Path.of(command).getFileName().toString())
                        .orElse("process"),
                handle.isAlive(),
                handle.parent().map(ProcessHandle::pid).orElse(ProcessEntry.UNKNOWN),
                ProcessEntry.UNKNOWN,
                info.startInstant().map(Instant::toEpochMilli).orElse(ProcessEntry.UNKNOWN));
    }
}
