package dev.viridian.testing.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Client tokens: <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">the same token with the same parameters does it once</a>. */
final class Tokens {
    private final Map<String, Done> done = new HashMap<>();

    private record Done(Object request, Object answer) {}

    @SuppressWarnings("unchecked")
    <A> A once(@Nullable String token, Object request, Supplier<A> deed) {
        if (token == null || token.isEmpty()) {
            return deed.get();
        }
        Done before = done.get(token);
        if (before == null) {
            A answer = deed.get();
            done.put(token, new Done(request, answer));
            return answer;
        }
        if (!before.request().equals(request)) {
            throw Service.EC2.refusal(
                    400,
                    "IdempotentParameterMismatch",
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }
        return (A) before.answer();
    }
}
