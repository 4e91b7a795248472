package dev.atelier.results.view.study;

import dev.atelier.results.view.Archived;
import dev.atelier.results.view.Part;
import java.util.Optional;

/**
 * Which studies to list.
 *
 * @param name part of their name, ignoring case
 * @param state whether jobs of them wait or run
 * @param archived whether archived studies are listed
 * @param part which part of the list
 */
public record StudyFilter(Optional<String> name, Optional<State> state, Archived archived, Order order, Part part) {
    /** Whether every study is listed that is not archived, if not on this page then on another. */
    public boolean takesAll() {
        return name.isEmpty() && state.isEmpty() && archived == Archived.FALSE;
    }

    /** Whether jobs of a study wait or run, or all have ended. */
    public enum State {
        OPEN,
        ENDED
    }

    /** In which order to list studies. */
    public enum Order {
        LATEST("latest", "latest first", "s.accepted_at DESC, s.id"),
        OLDEST("oldest", "oldest first", "s.accepted_at, s.id"),
        NAME("name", "name", "s.name, s.accepted_at DESC, s.id");

        private final String parameter;
        private final String label;
        private final String sql;

        Order(String parameter, String label, String sql) {
            this.parameter = parameter;
            this.label = label;
            this.sql = sql;
        }

        /** In addresses. */
        public String parameter() {
            return parameter;
        }

        /** For people. */
        public String label() {
            return label;
        }

        String sql() {
            return sql;
        }
    }
}
