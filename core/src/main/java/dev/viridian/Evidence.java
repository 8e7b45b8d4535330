package dev.viridian;

import dev.viridian.text.Excerpt;
import dev.viridian.text.Redaction;
import java.util.ArrayList;
import java.util.List;

/**
 * What was collected when something failed: log tails, last answers, console output. Secrets are masked as it is made.
 *
 * @param items in the order in which they are worth reading
 */
public record Evidence(List<Item> items) {
    /** Copies the items. */
    public Evidence {
        items = List.copyOf(items);
    }

    /** Nothing could be found. */
    public static Evidence none() {
        return new Evidence(List.of());
    }

    /** One item. */
    public static Evidence of(String title, String text) {
        return new Evidence(List.of(new Item(title, text)));
    }

    /** This and one item more. */
    public Evidence and(String title, String text) {
        return and(of(title, text));
    }

    /** This and that. */
    public Evidence and(Evidence other) {
        List<Item> all = new ArrayList<>(items);
        all.addAll(other.items);
        return new Evidence(all);
    }

    /**
     * One thing that was found.
     *
     * @param title what it is: {@code last 20 lines of orders-7-1.2's output}
     * @param text what it says, secrets masked
     */
    public record Item(String title, String text) {
        /** Masks secrets, and of a text of more than 64,000 characters takes the end. */
        public Item {
            text = Excerpt.ofLog(Redaction.of(text));
        }
    }
}
