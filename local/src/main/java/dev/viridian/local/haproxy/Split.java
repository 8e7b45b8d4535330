package dev.viridian.local.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How users' requests are divided among the slots.
 *
 * @param weights one for each slot, the first slot's first
 */
record Split(List<Integer> weights) {
    static final Split NOTHING = new Split(List.of());

    /** HAProxy's random numbers have 32 bits; what is far fewer divides them evenly. */
    private static final int MOST = 1_000_000;

    private static final Pattern TEXT = Pattern.compile("[0-9]{1,10}(:[0-9]{1,10})*");

    Split {
        weights = List.copyOf(weights);
        long sum = weights.stream().mapToLong(Integer::longValue).sum();
        if (sum > MOST) {
            throw new IllegalArgumentException("Could not divide the requests by the weights " + weights
                    + ": they add up to " + sum + ". Expected at most " + MOST + ".");
        }
    }

    /** Reads what {@link #text()} wrote; the sums that are equal to the one before belong to slots without any weight. */
    static Split parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw unreadable(text);
        }
        List<Integer> weights = new ArrayList<>();
        String[] sums = text.split(":", -1);
        long before = 0;
        for (int slot = 1; slot < sums.length; slot++) {
            long sum = Long.parseLong(sums[slot]);
            if (sum < before) {
                throw unreadable(text);
            }
            weights.add(Math.toIntExact(sum - before));
            before = sum;
        }
        if (before > MOST || before != Long.parseLong(sums[0])) {
            throw unreadable(text);
        }
        return new Split(weights);
    }

    int weight(int slot) {
        return slot <= weights.size() ? weights.get(slot - 1) : 0;
    }

    Split without(int slot) {
        List<Integer> others = new ArrayList<>(weights);
        if (slot <= others.size()) {
            others.set(slot - 1, 0);
        }
        return new Split(others);
    }

    /** The sum of all, then for each slot the sum up to and including its own. */
    String text() {
        StringBuilder sums = new StringBuilder();
        long sum = 0;
        for (int weight : weights) {
            sum += weight;
            sums.append(':').append(sum);
        }
        return sum + sums.toString();
    }

    private static IllegalStateException unreadable(String text) {
        return new IllegalStateException("HAProxy's map has the split '" + text
                + "'. Expected sums such as 100:90:100: that of all weights, then for each slot the one up to its own. "
                + "Was it changed by hand? Set it to 0 by 'set map' to have nothing live, then deploy or recover.");
    }
}
