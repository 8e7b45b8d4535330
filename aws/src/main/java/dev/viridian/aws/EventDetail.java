package dev.viridian.aws;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.event.Event;
import dev.viridian.state.EventJson;
import java.util.Optional;

/** An event as the detail of one of EventBridge. */
final class EventDetail {
    private EventDetail() {}

    /**
     * JSON of at most that many bytes. What is too long is evidence, which is left out then; the journal has it.
     *
     * @param deployment to which it happened, if it was one
     */
    static String of(Optional<DeploymentId> deployment, Event event, int most) {
        String detail = detail(deployment, event);
        if (FittedText.bytes(detail) <= most) {
            return detail;
        }
        String shorter = detail(deployment, event instanceof Event.StepFailed failed ? withoutEvidence(failed) : event);
        return FittedText.bytes(shorter) <= most
                ? shorter
                : fields(deployment) + "\"event\":\"" + event.getClass().getSimpleName() + "\",\"at\":\"" + event.at()
                        + "\",\"cut\":\"it is too long for EventBridge; the deployment's journal has it\"}";
    }

    private static String detail(Optional<DeploymentId> deployment, Event event) {
        return fields(deployment) + EventJson.of(event).substring(1);
    }

    private static String fields(Optional<DeploymentId> deployment) {
        return deployment
                .map(id -> "{\"application\":" + quoted(id.application()) + ",\"deployment\":" + quoted(id.toString())
                        + ",")
                .orElse("{");
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static Event.StepFailed withoutEvidence(Event.StepFailed failed) {
        return new Event.StepFailed(
                failed.at(),
                failed.step(),
                failed.attempt(),
                failed.kind(),
                failed.message(),
                failed.machine(),
                Evidence.of("evidence", "It is too long for EventBridge; history() has it."),
                failed.fingerprint());
    }
}
