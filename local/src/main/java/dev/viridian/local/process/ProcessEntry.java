package dev.viridian.local.process;

/**
 * A process as the operating system lists it.
 *
 * @param pid its number
 * @param name its short name, without arguments, since those may hold secrets
 * @param running false for a zombie: it has ended, and only its parent has not asked how
 * @param parent the number of its parent
 * @param session the number of its session, or {@link #UNKNOWN}
 * @param birth when it was started, in a unit of the {@link ProcessTable}'s own: with the pid it names one process for good
 */
record ProcessEntry(long pid, String name, boolean running, long parent, long session, long birth) {
    static final long UNKNOWN = -1;

    boolean isSameAs(ProcessEntry other) {
        return pid == other.pid && birth == other.birth;
    }
}
