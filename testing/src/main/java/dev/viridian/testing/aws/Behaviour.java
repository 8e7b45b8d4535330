package dev.viridian.testing.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance does after it was launched.
 *
 * <pre>{@code
 * aws.machines(instance -> instance.number() == 2
 *         ? Behaviour.well().booting(ofMinutes(2)).answering("1.5").sickBetween(ofMinutes(1), ofMinutes(3))
 *         : Behaviour.well().answering("1.5"));
 * }</pre>
 *
 * <p>Unless told otherwise it boots in 30 s, tells the lifecycle hooks of its launch to continue, and answers every request with 200. Who terminates it has to
 * complete the hooks of its termination.
 */
public final class Behaviour {
    private static final Behaviour WELL = new Behaviour(new Draft());

    private final Draft draft;

    private Behaviour(Draft draft) {
        this.draft = draft;
    }

    /** As it should. */
    public static Behaviour well() {
        return WELL;
    }

    /** A time in which it is sick, counted from when it has booted. */
    record Spell(Duration from, Duration to) {
        boolean covers(Duration age) {
            return age.compareTo(from) >= 0 && age.compareTo(to) < 0;
        }
    }

    /** What it says to its lifecycle hooks. */
    enum Word {
        CONTINUE,
        ABANDON,
        NOTHING
    }

    private static final class Draft {
        private Duration boot = Duration.ofSeconds(30);
        private boolean boots = true;
        private Word word = Word.CONTINUE;
        private Duration hesitation = Duration.ZERO;
        private List<Spell> spells = List.of();
        private boolean impaired;
        private Optional<Duration> end = Optional.empty();
        private Map<String, Reply> replies = Map.of();
        private Reply reply = Reply.OK;
        private Optional<String> console = Optional.empty();

        Draft copy() {
            Draft copy = new Draft();
            copy.boot = boot;
            copy.boots = boots;
            copy.word = word;
            copy.hesitation = hesitation;
            copy.spells = spells;
            copy.impaired = impaired;
            copy.end = end;
            copy.replies = replies;
            copy.reply = reply;
            copy.console = console;
            return copy;
        }
    }

    private interface Edit {
        void on(Draft draft);
    }

    private Behaviour with(Edit edit) {
        Draft copy = draft.copy();
        edit.on(copy);
        return new Behaviour(copy);
    }

    /** How long it takes from running, as EC2 sees it, until the application answers; 30 s without this. */
    public Behaviour booting(Duration time) {
        return with(copy -> copy.boot = time);
    }

    /** It runs, as EC2 sees it, but its application never answers, and nobody completes its lifecycle action. */
    public Behaviour neverBooting() {
        return with(copy -> copy.boots = false);
    }

    /** How long after it has booted it completes its lifecycle action; at once without this. */
    public Behaviour completingAfter(Duration time) {
        return with(copy -> copy.hesitation = time);
    }

    /** It abandons its launch instead of completing it. */
    public Behaviour abandoning() {
        return with(copy -> copy.word = Word.ABANDON);
    }

    /** It never completes its lifecycle action; somebody else may. */
    public Behaviour neverCompleting() {
        return with(copy -> copy.word = Word.NOTHING);
    }

    /** It answers 503 to every request, from its boot to its end. */
    public Behaviour sick() {
        return sickFrom(Duration.ZERO);
    }

    /** It answers 503 from then on, counted from when it has booted. */
    public Behaviour sickFrom(Duration age) {
        return sickBetween(age, Duration.ofDays(36_500));
    }

    /** It answers 503 in that time, counted from when it has booted. There may be several. */
    public Behaviour sickBetween(Duration from, Duration to) {
        return with(copy -> {
            copy.spells = new ArrayList<>(copy.spells);
            copy.spells.add(new Spell(from, to));
        });
    }

    /** It shuts itself down that long after it began to run. */
    public Behaviour endingAfter(Duration time) {
        return with(copy -> copy.end = Optional.of(time));
    }

    /** EC2 finds it impaired by its status checks, whatever it answers. */
    public Behaviour impaired() {
        return with(copy -> copy.impaired = true);
    }

    /** The body of all its answers, for instance its version; {@code ok} without this. */
    public Behaviour answering(String body) {
        return with(copy -> copy.reply = new Reply(200, body));
    }

    /** What it answers to one path, while it is not sick. */
    public Behaviour answering(String path, Reply reply) {
        return with(copy -> {
            copy.replies = new LinkedHashMap<>(copy.replies);
            copy.replies.put(path, reply);
        });
    }

    /** What it prints on its console; a few lines of a boot without this. */
    public Behaviour printing(String console) {
        return with(copy -> copy.console = Optional.of(console));
    }

    Duration boot() {
        return draft.boot;
    }

    boolean boots() {
        return draft.boots;
    }

    Word word() {
        return draft.word;
    }

    Duration hesitation() {
        return draft.hesitation;
    }

    List<Spell> spells() {
        return draft.spells;
    }

    boolean isImpaired() {
        return draft.impaired;
    }

    Optional<Duration> end() {
        return draft.end;
    }

    Optional<String> console() {
        return draft.console;
    }

    Reply reply(String path, Duration age) {
        if (draft.spells.stream().anyMatch(spell -> spell.covers(age))) {
            return Reply.SICK;
        }
        return draft.replies.getOrDefault(path, draft.reply);
    }
}
