package dev.atelier.results.view;

import dev.atelier.results.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Measured numbers: JSON has no word for what is not a number, so those are left out. */
final class Numbers {
    private Numbers() {}

    static Optional<Double> measured(ResultSet row, String column) throws SQLException {
        return Sql.number(row, column).filter(Double::isFinite);
    }
}
