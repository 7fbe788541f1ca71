package dev.rollcall.query;

import java.util.List;
import java.util.function.Function;

/** Every projection there is, and how to make another one of each, in another schema. */
public final class Projections {

    /**
     * A kind of projection.
     *
     * @param in makes one that keeps its tables in the schema named; the schema must have been made by Flyway from
     *     {@link #migrations()}
     */
    public record Kind(String name, Function<String, Projection> in) {

        /** The schema of the one that answers. */
        public String schema() {
            return schemaOf(name);
        }

        /** Where on the class path the migrations of its schema are; they name no schema. */
        public String migrations() {
            return "classpath:db/view/" + name;
        }
    }

    private final List<Kind> kinds;

    public Projections(List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    public List<Kind> kinds() {
        return kinds;
    }

    /** Makes a projection that keeps its tables in this schema. Refuses (IllegalArgumentException) an unknown name. */
    public Projection create(String name, String schema) {
        return kinds.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no projection " + name))
                .in()
                .apply(schema);
    }

    /** The schema of the projection of this name that answers. */
    public static String schemaOf(String name) {
        return "view_" + name;
    }
}
