package dev.viridian.testing.aws;

import java.util.Map;
import java.util.Optional;

/**
 * An instance that has just been launched, for those who decide what becomes of it.
 *
 * @param id {@code i-00000000000000001}
 * @param number which it is, of all that were launched; the first is 1
 * @param image the id of its image
 * @param type its instance type
 * @param zone its Availability Zone
 * @param tags its tags
 * @param userData its user data, decoded; empty where it has none
 * @param template the id of its launch template, and a colon, and the version; empty where it has none
 * @param group the Auto Scaling group that launched it
 */
public record Launched(
        String id,
        int number,
        String image,
        String type,
        String zone,
        Map<String, String> tags,
        String userData,
        Optional<String> template,
        Optional<String> group) {}
