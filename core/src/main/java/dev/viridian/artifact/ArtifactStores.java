package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Several artifact stores as one: each artifact goes to the store of its scheme. Immutable.
 *
 * <pre>{@code
 * ArtifactStore stores = ArtifactStores.installed();      // file:, https:, and s3: when viridian-aws is there
 * }</pre>
 */
public final class ArtifactStores implements ArtifactStore {
    private static final Map<String, String> BROUGHT_BY = Map.of("s3", "viridian-aws");

    private final Map<String, ArtifactStore> byScheme = new TreeMap<>();

    private ArtifactStores(Iterable<ArtifactStore> stores) {
        for (ArtifactStore store : stores) {
            store.schemes().forEach(scheme -> add(scheme.toLowerCase(Locale.ROOT), store));
        }
    }

    /** Those that {@link ServiceLoader} finds: adding a module that provides one is all it takes. */
    public static ArtifactStores installed() {
        return new ArtifactStores(ServiceLoader.load(ArtifactStore.class));
    }

    /**
     * Those that are given, and no others.
     *
     * @throws IllegalArgumentException when two of them serve the same scheme
     */
    public static ArtifactStores of(ArtifactStore first, ArtifactStore... more) {
        return new ArtifactStores(
                Stream.concat(Stream.of(first), Arrays.stream(more)).toList());
    }

    @Override
    public Set<String> schemes() {
        return Set.copyOf(byScheme.keySet());
    }

    @Override
    public PinnedArtifact pin(Artifact artifact) {
        return store(artifact).pin(artifact);
    }

    @Override
    public PinnedArtifact find(Artifact artifact) {
        return store(artifact).find(artifact);
    }

    @Override
    public InputStream open(PinnedArtifact pinned) {
        return store(pinned.artifact()).open(pinned);
    }

    private ArtifactStore store(Artifact artifact) {
        ArtifactStore store = byScheme.get(artifact.scheme());
        if (store == null) {
            String module = BROUGHT_BY.get(artifact.scheme());
            String next = module == null
                    ? "Give a store for it explicitly."
                    : "The module " + module + " brings one: add it to the class path or module path.";
            throw new PlatformException(new Failure.ArtifactRefused(
                    artifact.location(),
                    "there is no artifact store for the scheme '" + artifact.scheme() + "', only for: "
                            + (byScheme.isEmpty() ? "none" : String.join(", ", byScheme.keySet())) + ". " + next));
        }
        return store;
    }

    private void add(String scheme, ArtifactStore store) {
        ArtifactStore before = byScheme.putIfAbsent(scheme, store);
        if (before != null && before != store) {
            throw new IllegalArgumentException("Two artifact stores serve the scheme '" + scheme + "': "
                    + before.getClass().getName() + " and " + store.getClass().getName()
                    + ". Expected one: leave one out.");
        }
    }
}
