package dev.viridian.machine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.viridian.Evidence;
import dev.viridian.provision.ProvisioningEvent;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.provision.ProvisioningResult.FailedStep;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the result file of a machine says.
 *
 * @param state {@code PROVISIONING}, {@code READY} or {@code FAILED}
 * @param provisioning the class
 * @param artifact what the machine is to run
 * @param application what it is for; empty while that is not known
 * @param machine what it is called; empty while that is not known
 * @param process the number of the process that provisions it
 * @param begun when it began
 * @param ended when it ended; empty while it goes on
 * @param changed the steps that changed something
 * @param failure why the machine is not ready
 * @param events what happened
 * @param evidence what was found when it failed
 */
record MachineResult(
        String state,
        String provisioning,
        String artifact,
        String application,
        String machine,
        long process,
        Instant begun,
        Optional<Instant> ended,
        List<String> changed,
        Optional<FailedStep> failure,
        List<ProvisioningEvent> events,
        Evidence evidence) {
    private static final int FORM = 1;
    private static final JsonFactory JSON = new JsonFactory();

    static MachineResult begun(MachineOptions options, String machine, Instant now) {
        return new MachineResult(
                "PROVISIONING",
                options.provisioning(),
                options.value("artifact").orElse(""),
                "",
                machine,
                ProcessHandle.current().pid(),
                now,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Evidence.none());
    }

    MachineResult failed(FailedStep why, Instant now) {
        return with("FAILED", Optional.of(now), Optional.of(why), events, evidence);
    }

    MachineResult ended(ProvisioningResult result) {
        return new MachineResult(
                result.ready() ? "READY" : "FAILED",
                provisioning,
                artifact,
                result.application(),
                result.machine(),
                process,
                begun,
                Optional.of(result.ended()),
                result.changed(),
                result.failure(),
                result.events(),
                result.evidence());
    }

    /** Without what takes much space and is in the log, too, or was on the console. */
    MachineResult inBrief() {
        return with(state, ended, failure, List.of(), Evidence.none());
    }

    private MachineResult with(
            String nowIs,
            Optional<Instant> at,
            Optional<FailedStep> why,
            List<ProvisioningEvent> told,
            Evidence gathered) {
        return new MachineResult(
                nowIs, provisioning, artifact, application, machine, process, begun, at, changed, why, told, gathered);
    }

    /** As JSON: every field is always there; what is not known is null. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("form", FORM);
            json.writeStringField("state", state);
            json.writeStringField("provisioning", provisioning);
            json.writeStringField("artifact", artifact);
            json.writeStringField("application", application);
            json.writeStringField("machine", machine);
            json.writeNumberField("process", process);
            json.writeStringField("begun", begun.toString());
            json.writeStringField("ended", ended.map(Instant::toString).orElse(null));
            json.writeArrayFieldStart("changed");
            for (String step : changed) {
                json.writeString(step);
            }
            json.writeEndArray();
            failure(json);
            evidence(json);
            events(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return text.append('\n').toString();
    }

    private void failure(JsonGenerator json) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("failure");
            return;
        }
        json.writeObjectFieldStart("failure");
        json.writeStringField("step", failure.get().step());
        json.writeStringField("kind", failure.get().kind());
        json.writeStringField("message", failure.get().message());
        json.writeNumberField("attempts", failure.get().attempts());
        json.writeEndObject();
    }

    private void evidence(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Evidence.Item item : evidence.items()) {
            json.writeStartObject();
            json.writeStringField("title", item.title());
            json.writeStringField("text", item.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void events(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("events");
        for (ProvisioningEvent event : events) {
            json.writeStartObject();
            json.writeStringField("at", event.at().toString());
            json.writeStringField("kind", event.getClass().getSimpleName());
            json.writeStringField("step", event.step());
            json.writeStringField("text", event.toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
