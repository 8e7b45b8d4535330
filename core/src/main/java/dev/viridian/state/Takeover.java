package dev.viridian.state;

import dev.viridian.Failure;
import dev.viridian.event.Event;
import dev.viridian.spi.PlatformException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Closes the journal that an earlier controller left unfinished: it may be dead, or merely paused. Its next record's number is taken
 * then, so that it is fenced off by the journal itself, whatever it believes of its lease.
 */
final class Takeover {
    private static final Set<String> LAST_WORDS = Set.of("DeploymentFinished", "TakenOver");

    /** What may still be written when all is over. */
    private static final Set<String> AFTERWORDS = Set.of("NotificationSent", "NotificationFailed");

    private final Lease lease;
    private final Instant now;

    Takeover(Lease lease, Instant now) {
        this.lease = lease;
        this.now = now;
    }

    /**
     * Closes the journal, unless it is closed.
     *
     * @throws PlatformException with {@link Failure.FencedOff} when its controller came after this one
     */
    void close(Records journal) {
        int last = journal.last();
        if (last < 0) {
            return;
        }
        requireEarlier(journal);
        Event event = new Event.TakenOver(now, lease.holder(), lease.token());
        for (int number = last + 1; !isClosed(journal, number - 1); number++) {
            if (journal.put(number, RecordText.of(event, number, lease.holder()))) {
                return;
            }
        }
    }

    private void requireEarlier(Records journal) {
        long token = journal.read(0)
                .flatMap(head -> RecordJson.field(head, RecordText.TOKEN))
                .map(Long::parseLong)
                .orElse(0L);
        if (token >= lease.token()) {
            throw new PlatformException(new Failure.FencedOff("deployment " + journal.id()
                    + " was begun with fencing token " + token + ", and this controller's is " + lease.token()
                    + ". Its lease ran out before it began, and another controller has taken over."));
        }
    }

    private static boolean isClosed(Records journal, int last) {
        for (int number = last; number > 0; number--) {
            Optional<String> event = journal.read(number).flatMap(text -> RecordJson.field(text, RecordText.EVENT));
            if (event.isPresent() && !AFTERWORDS.contains(event.get())) {
                return LAST_WORDS.contains(event.get());
            }
        }
        return false;
    }
}
