package dev.viridian.testing.aws;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names that AWS gives: always the same in the same order, so that a run can be repeated. */
final class Ids {
    private final Map<String, Long> last = new HashMap<>();

    /** {@code i-00000000000000001}. */
    String next(String kind) {
        return String.format(Locale.ROOT, "%s-%017x", kind, number(kind));
    }

    /** {@code 0000000000000001}, as the names of load balancers end. */
    String ending(String kind) {
        return String.format(Locale.ROOT, "%016x", number(kind));
    }

    /** In the form of a UUID. */
    String uuid(String kind) {
        return String.format(Locale.ROOT, "%08x-0000-4000-8000-%012x", kind.hashCode(), number(kind));
    }

    private long number(String kind) {
        return last.merge(kind, 1L, Long::sum);
    }
}
