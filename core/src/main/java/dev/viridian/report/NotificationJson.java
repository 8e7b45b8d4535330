package dev.viridian.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.text.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** A notification as JSON: every field is always there, in this order; what is not known is null. */
final class NotificationJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private NotificationJson(JsonGenerator json) {
        this.json = json;
    }

    static byte[] of(Notification notification) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new NotificationJson(json).write(notification);
        }
        return bytes.toByteArray();
    }

    private void write(Notification notification) throws IOException {
        json.writeStartObject();
        text("text", NotificationText.of(notification));
        json.writeStringField("key", notification.key());
        text("at", notification.at().toString());
        text("application", notification.application());
        text("deployment", notification.deployment().toString());
        text("version", notification.version());
        json.writeBooleanField("failure", notification.isFailure());
        text("outcome", notification.outcome().map(Outcome::name));
        text("headline", notification.headline());
        text("step", notification.step());
        text("machine", notification.machine().map(MachineId::value));
        attempts(notification);
        evidence(notification.evidence());
        done(notification);
        text("live", notification.live());
        text("advice", notification.advice());
        text("fingerprint", notification.fingerprint());
        text("pattern", notification.pattern());
        json.writeEndObject();
    }

    private void attempts(Notification notification) throws IOException {
        json.writeArrayFieldStart("attempts");
        for (Notification.Attempt attempt : notification.attempts()) {
            json.writeStartObject();
            text("at", attempt.at().toString());
            text("step", attempt.step());
            text("cause", attempt.cause());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void evidence(Evidence evidence) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Evidence.Item item : evidence.items()) {
            json.writeStartObject();
            text("title", item.title());
            text("text", item.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void done(Notification notification) throws IOException {
        json.writeArrayFieldStart("done");
        for (String deed : notification.done()) {
            json.writeString(Redaction.of(deed));
        }
        json.writeEndArray();
    }

    private void text(String name, String value) throws IOException {
        json.writeStringField(name, Redaction.of(value));
    }

    private void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }
}
