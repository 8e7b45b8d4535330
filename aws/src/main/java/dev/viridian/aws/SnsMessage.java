package dev.viridian.aws;

import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A notification as SNS takes it. */
final class SnsMessage {
    /** Of the text, the names, types and values of the attributes together; the subject is counted, too, to be on the safe side. */
    static final int MOST_BYTES = 256 * 1024;

    static final String STRING = "String";

    private static final int LONGEST_SUBJECT = 99;
    private static final String DOTS = "...";

    /** What deduplication ids and group ids may be. */
    private static final Pattern ID = Pattern.compile("[\\p{Alnum}\\p{Punct}]{1,128}");

    private final Notification notification;

    SnsMessage(Notification notification) {
        this.notification = notification;
    }

    /** ASCII on one line, of less than 100 characters. */
    String subject() {
        String plain = Normalizer.normalize(notification.headline(), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("\\s+", " ")
                .replaceAll("[^ -~]", "?")
                .strip();
        return plain.length() <= LONGEST_SUBJECT
                ? plain
                : plain.substring(0, LONGEST_SUBJECT - DOTS.length()).stripTrailing() + DOTS;
    }

    /** What a subscription can filter by. A queue that gets raw messages takes ten at most. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("key", notification.key());
        attributes.put("kind", kind());
        attributes.put("application", notification.application());
        attributes.put("deployment", notification.deployment().toString());
        attributes.put("version", notification.version());
        environment().ifPresent(environment -> attributes.put("environment", environment));
        notification.outcome().map(Outcome::name).ifPresent(outcome -> attributes.put("outcome", outcome));
        notification.step().ifPresent(step -> attributes.put("step", step));
        notification.machine().map(MachineId::value).ifPresent(machine -> attributes.put("machine", machine));
        notification.fingerprint().ifPresent(fingerprint -> attributes.put("fingerprint", fingerprint));
        attributes.replaceAll((name, value) -> Sendable.of(value));
        attributes.values().removeIf(String::isEmpty);
        return attributes;
    }

    /** The first word of what follows the deployment in its key: {@code outcome}, {@code overcome} or {@code approval}. */
    private String kind() {
        String key = notification.key();
        String kind = key.substring(key.lastIndexOf('/') + 1);
        return kind.indexOf('-') < 0 ? kind : kind.substring(0, kind.indexOf('-'));
    }

    /**
     * The one that this deployment made and that it is about: names follow from the deployment, and the step that failed, or else what is live, or else the headline says which of them.
     */
    private Optional<String> environment() {
        String first = notification.deployment().environment(1).value();
        Pattern name = Pattern.compile("\\b" + Pattern.quote(first.substring(0, first.length() - 1)) + "\\d+\\b");
        return Stream.of(notification.step().orElse(""), notification.live(), notification.headline())
                .flatMap(text -> name.matcher(text).results())
                .map(MatchResult::group)
                .findFirst();
    }

    String text() {
        int others = FittedText.bytes(subject())
                + attributes().entrySet().stream()
                        .mapToInt(attribute -> FittedText.bytes(attribute.getKey())
                                + STRING.length()
                                + FittedText.bytes(attribute.getValue()))
                        .sum();
        return FittedText.of(notification, MOST_BYTES - others);
    }

    /** One is delivered after the other for each application. */
    String group() {
        return id(notification.application());
    }

    /** The same for the same notification. */
    String deduplication() {
        return id(notification.key());
    }

    private static String id(String text) {
        return Optional.of(text).filter(id -> ID.matcher(id).matches()).orElseGet(() -> Digest.of(text));
    }
}
