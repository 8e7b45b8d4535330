package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.state.MemoryStateStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

public class OptionalClientTest {
    private static final String HERE = "dev.viridian.aws.";
    private static final String LISTENER =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/orders/50dc6c495c0c9188/f2f7dc8efc522ab2";

    @Test
    void aPlatformIsOpenedWithoutTheLibrariesOfClientsThatNobodyAsksFor() throws Exception {
        for (String missing : new String[] {
            "ssm", "cloudwatch", "sns", "eventbridge", "secretsmanager", "dynamodb", "elasticbeanstalk"
        }) {
            assertThat(loadedWithout(missing, Opening.class).call()).as(missing).isEqualTo("opened");
        }
    }

    @Test
    void withoutAGroupTheLibraryOfGroupsIsNotNeeded() throws Exception {
        assertThat(loadedWithout("autoscaling", OpeningWithoutGroup.class).call())
                .isEqualTo("opened");
        assertThatThrownBy(() -> loadedWithout("autoscaling", Opening.class).call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("software.amazon.awssdk:autoscaling,");
    }

    @Test
    void onElasticBeanstalkOnlyItsLibraryAndThatOfEc2AreNeeded() throws Exception {
        for (String missing : new String[] {"autoscaling", "elasticloadbalancingv2", "route53", "cloudwatch"}) {
            assertThat(loadedWithout(missing, OpeningOnBeanstalk.class).call())
                    .as(missing)
                    .isEqualTo("opened");
        }
        assertThatThrownBy(() -> loadedWithout("elasticbeanstalk", OpeningOnBeanstalk.class)
                        .call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("software.amazon.awssdk:elasticbeanstalk,");
    }

    @Test
    void whichLibraryIsMissingIsSaid() throws Exception {
        Callable<?> requiring = loadedWithout("ssm", Requiring.class);

        assertThatThrownBy(requiring::call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("To ask machines needs a library that is not here.")
                .hasMessageContaining("software.amazon.awssdk:ssm,");
    }

    private static Callable<?> loadedWithout(String service, Class<?> work) throws Exception {
        Class<?> loaded = new WithoutLibrary(service).loadClass(work.getName());
        return (Callable<?>) loaded.getDeclaredConstructor().newInstance();
    }

    /** What a program does that has just been started. */
    public static final class Opening implements Callable<String> {
        public Opening() {}

        @Override
        public String call() {
            AwsPlatform.application("orders")
                    .behind(Forwarding.listener(LISTENER))
                    .launching("lt-0123456789abcdef0", 1)
                    .in("subnet-1", "subnet-2")
                    .listeningOn(8080)
                    .keepingStateIn(new MemoryStateStore())
                    .calling(AwsClients.standard().region(Region.EU_CENTRAL_1))
                    .open()
                    .close();
            return "opened";
        }
    }

    /** The same on Elastic Beanstalk. */
    public static final class OpeningOnBeanstalk implements Callable<String> {
        public OpeningOnBeanstalk() {}

        @Override
        public String call() {
            try (BeanstalkPlatform platform = BeanstalkPlatform.application("orders")
                    .inBeanstalkApplication("shop")
                    .reachedAt("orders.eu-central-1.elasticbeanstalk.com")
                    .configuredBy("production")
                    .keepingStateIn(new MemoryStateStore())
                    .open()) {
                return platform.policy().actions().isEmpty() ? "nothing is allowed" : "opened";
            }
        }
    }

    /** The same, where environments are instances without a group. */
    public static final class OpeningWithoutGroup implements Callable<String> {
        public OpeningWithoutGroup() {}

        @Override
        public String call() {
            try (AwsPlatform platform = AwsPlatform.application("orders")
                    .behind(Forwarding.listener(LISTENER))
                    .launching("lt-0123456789abcdef0", 1)
                    .withoutGroup()
                    .in("subnet-1", "subnet-2")
                    .listeningOn(8080)
                    .keepingStateIn(new MemoryStateStore())
                    .calling(AwsClients.standard().region(Region.EU_CENTRAL_1))
                    .open()) {
                return platform.policy().actions().contains("ec2:RunInstances") ? "opened" : "without a policy";
            }
        }
    }

    /** What needs the library of one client. */
    public static final class Requiring implements Callable<String> {
        public Requiring() {}

        @Override
        public String call() {
            OptionalClient.SSM.require("To ask machines");
            return "there";
        }
    }

    /** Loads this module's classes anew, where the library of one service is not on the class path. */
    private static final class WithoutLibrary extends ClassLoader {
        private final String missing;

        WithoutLibrary(String service) {
            super(OptionalClientTest.class.getClassLoader());
            this.missing = "software.amazon.awssdk.services." + service + ".";
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(missing)) {
                throw new ClassNotFoundException(name);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : name.startsWith(HERE) ? ours(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> ours(String name) throws ClassNotFoundException {
            try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] content = bytes.readAllBytes();
                return defineClass(name, content, 0, content.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
