package dev.viridian.testing.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be launched.
 *
 * @param userData in Base64; empty for none
 * @param tellsTags whether the metadata service tells the machine its tags
 * @param isProtected whether it is <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html">protected from termination</a>
 * @param template id and version of the launch template, with a colon between them
 * @param group the Auto Scaling group that launches
 */
record LaunchOrder(
        String image,
        String type,
        String subnet,
        List<String> securityGroups,
        String userData,
        Map<String, String> tags,
        boolean tellsTags,
        boolean isProtected,
        String profile,
        Optional<String> template,
        Optional<String> group,
        String clientToken) {
    LaunchOrder in(String otherSubnet) {
        return new LaunchOrder(
                image,
                type,
                otherSubnet,
                securityGroups,
                userData,
                tags,
                tellsTags,
                isProtected,
                profile,
                template,
                group,
                clientToken);
    }
}
