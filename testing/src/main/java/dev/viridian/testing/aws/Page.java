package dev.viridian.testing.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Some of many.
 *
 * @param next how to ask for those that come after; null on the last page
 */
record Page<T>(List<T> items, @Nullable String next) {
    private static final String MARK = "page-from-";

    /** What the service says to a token that it did not give. */
    interface Refusal {
        AwsServiceException of(String token);
    }

    static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer size, int usual, Refusal refusal) {
        int from = token == null || token.isEmpty() ? 0 : begin(token, refusal);
        int to = Math.min(all.size(), from + (size == null || size <= 0 ? usual : Math.min(size, usual)));
        return new Page<>(all.subList(Math.min(from, to), to), to < all.size() ? MARK + to : null);
    }

    private static int begin(String token, Refusal refusal) {
        try {
            return Integer.parseInt(token.replace(MARK, ""));
        } catch (NumberFormatException e) {
            throw refusal.of(token);
        }
    }
}
