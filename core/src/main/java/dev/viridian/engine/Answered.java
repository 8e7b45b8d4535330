package dev.viridian.engine;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a platform, or code of the user's, has returned. Nothing of the SPI is null; an adapter whose compiler does not hold that, or a mock, may
 * return it all the same, and is then told by which call.
 */
final class Answered {
    private Answered() {}

    /**
     * The answer, if it is one.
     *
     * @param call what was asked, to be read after "trying to"
     * @throws PlatformException when it is null
     */
    static <T> T by(Supplier<String> call, @Nullable T answer) {
        if (answer == null) {
            throw new PlatformException(
                    new Failure.Unexpected(
                            "trying to " + call.get(),
                            "null was returned, which is no answer: that there is nothing is said by an empty Optional or an empty list"));
        }
        return answer;
    }
}
