package dev.viridian.probe;

import dev.viridian.text.Redaction;
import java.util.Map;
import java.util.Optional;

/** Where the drivers of well-known databases are found. */
final class JdbcDrivers {
    private static final Map<String, String> KNOWN = Map.of(
            "db2", "com.ibm.db2:jcc",
            "h2", "com.h2database:h2",
            "mariadb", "org.mariadb.jdbc:mariadb-java-client",
            "mysql", "com.mysql:mysql-connector-j",
            "oracle", "com.oracle.database.jdbc:ojdbc11",
            "postgresql", "org.postgresql:postgresql",
            "sqlite", "org.xerial:sqlite-jdbc",
            "sqlserver", "com.microsoft.sqlserver:mssql-jdbc");

    private JdbcDrivers() {}

    /** What to do when no driver accepts a URL. */
    static String advice(String url) {
        String kind = url.replaceFirst("^jdbc:", "").replaceFirst("[:;/?].*", "");
        String add = Optional.ofNullable(KNOWN.get(kind)).orElse("the JDBC driver of that database");
        return "no driver on the class path accepts " + Redaction.of(url) + ". Add " + add
                + " to the controller's class path";
    }
}
