package dev.viridian.plan;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.jdbc;
import static dev.viridian.HealthCheck.tcp;
import static dev.viridian.plan.Situations.after;
import static dev.viridian.plan.Situations.first;
import static dev.viridian.plan.Situations.orders;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.FailureResponse;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static Plan second() {
        Deployment all = orders().healthCheck(tcp().consecutively(1))
                .smokeTest("reaches its \"database\"", green -> jdbc("jdbc:h2:mem:x"))
                .revisionAt("/version")
                .bake(Duration.ofMinutes(30))
                .keepWarm(Duration.ofMinutes(10))
                .drain(Duration.ofMinutes(1))
                .machines(2)
                .within(Duration.ofHours(2))
                .onFailure(retry(2).then(when(Failure.DiskFull.class, remedy("prune", failure -> {})))
                        .then(rebuild().atMost(2)))
                .notifying(message -> {}, new Pager(), new Silent());
        return Plan.of(all, after(5, new EnvironmentName("orders-4-1"), new EnvironmentName("orders-5-1")))
                .afterWaiting(Duration.ofMinutes(15));
    }

    private static class Silent implements Notifier {
        @Override
        public void send(Notification notification) {}
    }

    private static final class Pager extends Silent {
        @Override
        public String toString() {
            return "pager of team@example.com";
        }
    }

    @Test
    void ofAFirstDeploymentShowsEveryDefault() {
        assertThat(Plan.of(orders(), first()).text()).isEqualTo("""
                        Deployment orders#1: blue/green
                          artifact                   s3://releases/orders/1.4.2/orders.tar.gz
                          revision                   1.4.2 (sha256 abababababab)
                          live now                   nothing
                          candidate                  orders-1-1 on 1 machine
                          machines at the peak       1
                          longest without failure    20 min
                          longest in the worst case  6 h 24 min 48 s
                        Before the first step
                              wait for another deployment to end (the lease)   not at all
                              look at the artifact and pin it                  at most 10 min
                              look at what is live                             at most 1 min
                        Steps
                           1. create orders-1-1                                at most 10 min
                           2. await health of orders-1-1                       at most 5 min
                           3. cut over to orders-1-1 100 %                     at most 5 min
                        The way back, once users may have reached the candidate
                           1. cut over to nowhere                              at most 4 times 5 min
                           2. drain orders-1-1                                 at most 4 times 1 min 30 s
                           3. retire orders-1-1                                at most 4 times 10 min
                        Settings
                          health check               GET /health; 3 in a row, every 1 s, each within 5 s, all within 5 min
                          answers by HTTP            well with 200 to 299 where no status is named; redirects are not followed
                          machines                   as many as are live, one where nothing is
                          approval before cutover    not asked for; pause() waits before cutover, too
                          proof by the router        it shows the new routing 3 times in a row
                          proof from outside         the router's own word (revisionAt is not set)
                          bake                       none
                          keep warm                  5 min
                          drain                      30 s
                          deadline before roll back  4 h 50 min 36 s (the sum of all deadlines, retries and rebuilds)
                          on failure                 retry 3 times, first after 1 s, then rebuild at most once, then roll back
                          between retries            1 s, then twice as long each time up to 30 s, give or take a fifth
                          notifying                  the log
                        """);
    }

    @Test
    void saysForHowLongStragglersCome() {
        Situation found = after(2);
        Situation named = new Situation(
                found.id(),
                found.attempt(),
                found.revision(),
                found.routing(),
                found.live(),
                found.leftBehind(),
                found.wayBack(),
                Duration.ofMinutes(2));

        assertThat(Plan.of(orders().revisionAt("/version"), named).text())
                .contains("prove that users reach 1.4.2                     at most 3 min")
                .contains("drain orders-6-1                                 at most 3 min 30 s")
                .contains("drain orders-7-1                                 at most 4 times 3 min 30 s")
                .contains(
                        "drain                      30 s, after the 2 min for which users may still come to where they were sent before");
    }

    @Test
    void ofASecondDeploymentShowsAllThatWasAskedFor() {
        assertThat(second().text()).isEqualTo("""
                        Deployment orders#7: blue/green
                          artifact                   s3://releases/orders/1.4.2/orders.tar.gz
                          revision                   1.4.2 (sha256 abababababab)
                          live now                   orders-6-1 running 1.4.1 (sha256 cdcdcdcdcdcd) on 5 of 5 machines
                          candidate                  orders-7-1 on 5 machines
                          machines at the peak       10
                          longest without failure    2 h 3 min
                          longest in the worst case  5 h 46 min
                        Before the first step
                              wait for another deployment to end (the lease)   at most 15 min
                              look at the artifact and pin it                  at most 10 min
                              look at what is live                             at most 1 min
                        Steps
                           1. drain orders-4-1                                 at most 2 min
                           2. retire orders-4-1                                at most 10 min
                           3. drain orders-5-1                                 at most 2 min
                           4. retire orders-5-1                                at most 10 min
                           5. create orders-7-1                                at most 10 min
                           6. await health of orders-7-1                       at most 10 min
                           7. smoke test orders-7-1: reaches its "database"    at most 1 min
                           8. cut over to orders-7-1 100 %                     at most 5 min
                           9. prove that users reach 1.4.2                     at most 1 min
                          10. bake orders-7-1                                  at most 40 min
                          11. keep orders-6-1 warm                             at most 20 min
                          12. drain orders-6-1                                 at most 2 min
                          13. retire orders-6-1                                at most 10 min
                        The way back, once users may have reached the candidate
                           1. restore orders-6-1                               at most 4 times 10 min
                           2. await health of orders-6-1                       at most 4 times 10 min
                           3. cut over to orders-6-1 100 %                     at most 4 times 5 min
                           4. drain orders-7-1                                 at most 4 times 2 min
                           5. retire orders-7-1                                at most 4 times 10 min
                        Settings
                          health check               GET /health; 3 in a row, every 1 s, each within 5 s, all within 5 min
                          health check               TCP connection is accepted; 1 in a row, every 1 s, each within 5 s, all within 10 min
                          answers by HTTP            well with 200 to 299 where no status is named; redirects are not followed
                          machines                   2, or as many as are live where those are more
                          smoke test                 reaches its "database"; within 1 min
                          approval before cutover    not asked for; pause() waits before cutover, too
                          proof by the router        it shows the new routing 3 times in a row
                          proof from outside         /version names the version 3 times in a row
                          bake                       30 min
                          keep warm                  10 min
                          drain                      1 min
                          deadline before roll back  2 h
                          on failure                 retry 2 times, first after 1 s, then when DiskFull: prune, then rebuild at most 2 times, then roll back
                          between retries            1 s, then twice as long each time up to 30 s, give or take a fifth
                          notifying                  a notifier of yours, pager of team@example.com, Silent
                        """);
    }

    @Test
    void ofAFirstDeploymentIsDrawn() {
        assertThat(Plan.of(orders(), first()).mermaid()).isEqualTo("""
                        flowchart TD
                          start(["orders#1<br/>at most 6 h 24 min 48 s, whatever fails<br/>at most 1 machine at a time"])
                          s1["create orders-1-1<br/>at most 10 min"]
                          start --> s1
                          s1 -. fails for good .-> back
                          s2["await health of orders-1-1<br/>at most 5 min"]
                          s1 --> s2
                          s2 -. fails for good .-> back
                          s3["cut over to orders-1-1 100 %<br/>at most 5 min"]
                          s2 --> s3
                          s3 -. fails for good .-> back
                          s3 --> done(["1.4.2 is live"])
                          back(["rolled back: nothing is live"])
                        """);
    }

    @Test
    void ofASecondDeploymentIsDrawnWithTheWaysBackFromWhereTheyAre() {
        assertThat(second().mermaid()).isEqualTo("""
                        flowchart TD
                          start(["orders#7<br/>at most 5 h 46 min, whatever fails<br/>at most 10 machines at a time"])
                          s1["drain orders-4-1<br/>at most 2 min"]
                          start --> s1
                          s2["retire orders-4-1<br/>at most 10 min"]
                          s1 --> s2
                          s3["drain orders-5-1<br/>at most 2 min"]
                          s2 --> s3
                          s4["retire orders-5-1<br/>at most 10 min"]
                          s3 --> s4
                          s5["create orders-7-1<br/>at most 10 min"]
                          s4 --> s5
                          s5 -. fails for good .-> back
                          s6["await health of orders-7-1<br/>at most 10 min"]
                          s5 --> s6
                          s6 -. fails for good .-> back
                          s7["smoke test orders-7-1: reaches its #quot;database#quot;<br/>at most 1 min"]
                          s6 --> s7
                          s7 -. fails for good .-> back
                          s8["cut over to orders-7-1 100 %<br/>at most 5 min"]
                          s7 --> s8
                          s8 -. fails for good .-> back
                          s9["prove that users reach 1.4.2<br/>at most 1 min"]
                          s8 --> s9
                          s9 -. fails for good .-> back
                          s10["bake orders-7-1<br/>at most 40 min"]
                          s9 --> s10
                          s10 -. fails for good .-> back
                          s11["keep orders-6-1 warm<br/>at most 20 min"]
                          s10 --> s11
                          s11 -. fails for good .-> back
                          s12["drain orders-6-1<br/>at most 2 min"]
                          s11 --> s12
                          s13["retire orders-6-1<br/>at most 10 min"]
                          s12 --> s13
                          s13 --> done(["1.4.2 is live"])
                          back(["rolled back: 1.4.1 is live"])
                        """);
    }

    @Test
    void isTheSameInEveryLanguage() {
        String text = second().text();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(second().text()).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void showsNoSecret() {
        Deployment secret = Deployment.blueGreen()
                .artifact("https://app:hunter2@host/orders-1.0.tar.gz")
                .healthCheck(jdbc("jdbc:postgresql://db?password=hunter2"));

        assertThat(Plan.of(secret, first()).text())
                .contains("https://app:***@host")
                .doesNotContain("hunter2");
    }

    @Test
    void namesTheLastResortThatWasWritten() {
        assertThat(Plan.of(orders().onFailure(FailureResponse.halt()), first()).text())
                .contains("on failure                 halt and leave all as it is\n");
    }
}
