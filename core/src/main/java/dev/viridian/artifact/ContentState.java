package dev.viridian.artifact;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which content a server has at an address, by what it says of it.
 *
 * @param tag its ETag
 * @param modified when it was modified, in the server's words
 * @param length how long all of it is
 */
record ContentState(Optional<String> tag, Optional<String> modified, OptionalLong length) {
    private static final int OUT_OF_RANGE = 416;
    private static final int CONDITION_FAILED = 412;

    static ContentState of(HttpReply reply) {
        OptionalLong length = reply.status() == HttpReply.PART ? whole(reply) : reply.length();
        return new ContentState(reply.header("ETag"), reply.header("Last-Modified"), length);
    }

    /** What makes the server send a part of this content and of no other. A weak ETag cannot: equal ones may differ in their bytes. */
    Optional<String> condition() {
        return tag.filter(text -> !text.startsWith("W/")).or(() -> modified);
    }

    /** What changed, as far as the answer shows it. */
    Optional<String> change(HttpReply reply) {
        if (reply.status() == OUT_OF_RANGE || reply.status() == CONDITION_FAILED) {
            return Optional.of("the server has no such part any more (it answered " + reply.status() + ")");
        }
        if (reply.status() != HttpReply.OK && reply.status() != HttpReply.PART) {
            return Optional.empty();
        }
        ContentState now = of(reply);
        if (tag.isPresent() && now.tag.isPresent()) {
            return change("its ETag", tag.get(), now.tag.get());
        }
        if (length.isPresent() && now.length.isPresent() && length.getAsLong() != now.length.getAsLong()) {
            return change("its length", Long.toString(length.getAsLong()), Long.toString(now.length.getAsLong()));
        }
        return modified.isPresent() && now.modified.isPresent()
                ? change("its time of modification", modified.get(), now.modified.get())
                : Optional.empty();
    }

    private static Optional<String> change(String what, String before, String now) {
        return before.equals(now)
                ? Optional.empty()
                : Optional.of(what + " was " + Shown.name(before) + " and is " + Shown.name(now));
    }

    private static OptionalLong whole(HttpReply reply) {
        return reply.header("Content-Range").filter(range -> range.matches("bytes \\d+-\\d+/\\d{1,18}")).stream()
                .mapToLong(range -> Long.parseLong(range.substring(range.indexOf('/') + 1)))
                .findFirst();
    }
}
