package dev.viridian.engine;

import dev.viridian.Deployment;
import dev.viridian.HealthCheck;
import dev.viridian.NamedSmokeTest;
import dev.viridian.Response;
import dev.viridian.Revision;
import dev.viridian.files.Sha256;
import dev.viridian.text.Durations;
import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for, as one text to compare: the bits, and all settings as a plan shows them. Of code only the name can be compared; so
 * smoke tests and checks whose code was changed under the same name are the same.
 */
final class Specification {
    private static final int BYTES = 12;

    private Specification() {}

    /** The same for the same. */
    static String fingerprint(Deployment deployment, Revision revision, List<String> notifiers) {
        List<String> lines = new ArrayList<>();
        lines.add(deployment.strategy() + " of " + deployment.artifact().location());
        lines.add(revision.version() + " " + revision.sha256());
        lines.add("machines " + deployment.machines());
        deployment.healthChecks().forEach(check -> lines.add(line(check)));
        deployment.smokeTests().forEach(test -> lines.add(line(test)));
        lines.add("revision at " + deployment.revisionAt());
        lines.add("drain " + deployment.drain() + ", warm " + deployment.keepWarm() + ", bake " + deployment.bake());
        deployment.bakeConditions().forEach(condition -> lines.add("well " + ConditionWatch.name(condition)));
        lines.add("within " + deployment.within());
        deployment.awaitingApproval().ifPresent(within -> lines.add("approval within " + within));
        deployment.onFailure().responses().forEach(response -> lines.add(line(response)));
        lines.add("notifying " + notifiers);
        return Sha256.beginning(String.join("\n", lines), BYTES);
    }

    private static String line(HealthCheck check) {
        return check.probe().describe() + "; " + check.cadence();
    }

    private static String line(NamedSmokeTest test) {
        return "smoke test " + test.name() + "; within "
                + Durations.text(test.test().deadline());
    }

    private static String line(Response response) {
        return response instanceof Response.Remedying remedying
                ? remedying + " within " + Durations.text(remedying.remedy().deadline())
                : response.toString();
    }
}
