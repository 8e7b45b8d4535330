package dev.viridian.testing.aws;

import java.util.EnumMap;
import java.util.Map;

/** What the account may have at most. */
final class Quotas {
    private final Map<AwsQuota, Integer> set = new EnumMap<>(AwsQuota.class);

    int of(AwsQuota quota) {
        return set.getOrDefault(quota, quota.usual());
    }

    void set(AwsQuota quota, int most) {
        set.put(quota, most);
    }
}
