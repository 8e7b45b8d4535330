package dev.viridian.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void refusesAHoleWithoutAValueAndAValueWithoutAHole() {
        Template template = Template.text("region=${region}\nport=${port}\n")
                .with("region", "eu")
                .with("prot", "80");

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ProvisioningStep.writeFile("orders.properties").from(template))
                .withMessageContaining(
                        "for orders.properties: without a value are [port], without a place in it are [prot]");
    }

    @Test
    void leavesEscapedHolesToOthers() {
        assertThat(Template.text("echo $${HOME}").requireComplete("x").holdsSecrets())
                .isFalse();
    }

    @Test
    void refusesAResourceThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProvisioningStep.template("no/such.properties"))
                .withMessageContaining("There is no resource 'no/such.properties' on the class path");
    }

    @Test
    void knowsWhetherItHoldsASecret() {
        assertThat(Template.text("${a}").with("a", Value.secret("env:A")).holdsSecrets())
                .isTrue();
        assertThat(Value.secret("env:A")).hasToString("<secret env:A>");
    }
}
