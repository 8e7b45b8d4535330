package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final String LISTENER =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2";
    private static final String RULE =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee";

    @Test
    void aRuleKnowsItsListener() {
        assertThat(Forwarding.rule(RULE).listener()).isEqualTo(LISTENER);
        assertThat(Forwarding.listener(LISTENER).listener()).isEqualTo(LISTENER);
        assertThat(Forwarding.rule(RULE).region()).isEqualTo("eu-central-1");
    }

    @Test
    void anythingElseIsRefusedWithWhatIsExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Forwarding.listener(RULE))
                .withMessageContaining("Expected arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener/app/…");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Forwarding.listener(LISTENER.replace("/app/", "/net/")))
                .withMessageContaining("network load balancer");
    }
}
