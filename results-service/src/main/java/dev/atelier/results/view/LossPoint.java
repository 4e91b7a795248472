package dev.atelier.results.view;

import dev.atelier.results.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The losses of an epoch: what a list of many jobs draws of each.
 *
 * @param epochs epochs requested
 * @param trainLoss mean cross-entropy in nats; nothing where it was not finite, like the other
 */
public record LossPoint(
        String job, int epoch, int epochs, Optional<Double> trainLoss, Optional<Double> validationLoss) {

    static LossPoint of(ResultSet row) throws SQLException {
        return new LossPoint(
                row.getString("job"),
                row.getInt("epoch"),
                row.getInt("epochs"),
                Sql.text(row, "train_loss").map(Double::valueOf),
                Sql.text(row, "validation_loss").map(Double::valueOf));
    }
}
