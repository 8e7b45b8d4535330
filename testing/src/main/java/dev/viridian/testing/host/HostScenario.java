package dev.viridian.testing.host;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What goes wrong in one run.
 *
 * @param mishaps what goes wrong in the first process, in the second one after a death, and so on
 */
public record HostScenario(List<Mishap> mishaps) {
    /** Copies the mishaps. */
    public HostScenario {
        mishaps = List.copyOf(mishaps);
    }

    static HostScenario of(Mishap... mishaps) {
        return new HostScenario(List.of(mishaps));
    }

    /** What goes wrong in this process, from 0. */
    HostFaultInjector faults(int process) {
        if (process >= mishaps.size()) {
            return HostFaultInjector.NONE;
        }
        Mishap mishap = mishaps.get(process);
        return call -> call.number() == mishap.call() && mishap.fault().canHappenTo(call.kind())
                ? mishap.fault()
                : HostFault.NONE;
    }

    boolean kills() {
        return mishaps.stream().anyMatch(mishap -> mishap.fault().kills());
    }

    /** For instance {@code call 12 KILLED_AFTER, then call 3 FAILS}: what {@link ProvisioningFaults#replay} reads. */
    @Override
    public String toString() {
        return mishaps.isEmpty()
                ? "undisturbed"
                : mishaps.stream().map(Mishap::toString).collect(Collectors.joining(", then "));
    }

    static HostScenario parse(String text) {
        if (text.equals("undisturbed")) {
            return of();
        }
        return new HostScenario(
                List.of(text.split(", then ", -1)).stream().map(Mishap::parse).toList());
    }

    /**
     * One thing that goes wrong.
     *
     * @param call at which call of its process, from 1
     * @param fault what
     */
    public record Mishap(int call, HostFault fault) {
        @Override
        public String toString() {
            return "call " + call + " " + fault.name();
        }

        private static Mishap parse(String text) {
            String[] words = text.trim().split(" ", -1);
            try {
                if (words.length == 3 && words[0].equals("call")) {
                    return new Mishap(Integer.parseInt(words[1]), HostFault.valueOf(words[2]));
                }
            } catch (IllegalArgumentException notReadable) {
                throw unreadable(text, notReadable);
            }
            throw unreadable(text, null);
        }

        private static IllegalArgumentException unreadable(
                String text, @org.jspecify.annotations.Nullable Throwable cause) {
            return new IllegalArgumentException(
                    "Not a mishap: '" + text + "'. Expected one such as 'call 12 KILLED_AFTER'.", cause);
        }
    }
}
