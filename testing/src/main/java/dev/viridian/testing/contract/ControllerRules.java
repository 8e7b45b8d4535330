package dev.viridian.testing.contract;

import dev.viridian.spi.Controllers;
import dev.viridian.spi.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of the processes of controllers: nobody may take over from one that lives. */
interface ControllerRules extends Rules {
    /** Whoever is said to be dead loses its lease. */
    @Test
    default void aControllerThatLivesIsNeverSaidToBeDead() throws Exception {
        Demand demand = new Demand(
                "isDead() is false of every controller that lives, as seen by itself and by the others",
                "say that a controller is dead only where its process is known to have ended");
        Controllers controllers = underTest().platform().controllers();
        String present = controllers.present();
        demand.holds(present.lines().count() <= 1, "present() has several lines: '" + present + "'");
        demand.holds(!controllers.isDead(present), "of itself it says that '" + present + "' is dead");

        Optional<Platform> other = underTest().anotherController();
        if (other.isPresent()) {
            try (Platform another = other.get()) {
                String second = another.controllers().present();
                demand.holds(!controllers.isDead(second), "it says that '" + second + "' is dead, which lives");
                demand.holds(
                        !another.controllers().isDead(present),
                        "another one says that '" + present + "' is dead, which lives");
            }
        }
    }

    /** A lease may have been written by another platform, or by a former version of this one. */
    @Test
    default void ofAControllerThatItDoesNotKnowNothingIsSaid() {
        Demand demand = new Demand(
                "isDead() is false of a controller of which nothing is known",
                "read only what present() has written, and take the rest for alive");
        Controllers controllers = underTest().platform().controllers();

        for (String unknown : new String[] {"", "4711", "a controller on another machine", "controller 4711"}) {
            demand.goesWell(
                    "isDead('" + unknown + "')",
                    () -> demand.holds(!controllers.isDead(unknown), "it says that '" + unknown + "' is dead"));
        }
    }
}
