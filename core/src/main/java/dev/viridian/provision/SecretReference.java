package dev.viridian.provision;

/**
 * Where a secret is; no secret itself.
 *
 * @param scheme who keeps it: {@code env}, {@code file}
 * @param name what it is called there
 */
public record SecretReference(String scheme, String name) {
    static SecretReference of(String reference) {
        int colon = reference.indexOf(':');
        if (colon < 1 || colon == reference.length() - 1) {
            throw new IllegalArgumentException(
                    "Not the reference of a secret. Expected a scheme and a name, such as"
                            + " env:DB_PASSWORD or file:/run/secrets/db. (It is not repeated here: it may be the secret itself.)");
        }
        return new SecretReference(reference.substring(0, colon), reference.substring(colon + 1));
    }

    @Override
    public String toString() {
        return scheme + ":" + name;
    }
}
