package dev.atelier.results.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.study.Study;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.QualifiedColumnMapperFactory;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a row become values. A record takes each component from the column of its name, {@code queuedAt} from
 * {@code queued_at}. Times are instants, JSON documents become the records that were written, and a measured number that is
 * not finite is absent where it is an {@code Optional<Double>}: JSON has no word for it.
 */
final class RowMapping {
    private static final GenericType<Optional<Double>> MEASURED = new GenericType<>() {};

    /** What is read from columns of JSON. */
    private static final List<Type> DOCUMENTS = List.of(
            JsonNode.class,
            Job.class,
            Study.class,
            DatasetManifest.class,
            Environment.class,
            Model.class,
            new GenericType<Map<String, String>>() {}.getType(),
            new GenericType<List<Artifact>>() {}.getType(),
            new GenericType<List<ClassScore>>() {}.getType(),
            new GenericType<List<Mistake>>() {}.getType(),
            new GenericType<List<ReliabilityBin>>() {}.getType(),
            new GenericType<List<List<Integer>>>() {}.getType());

    /** Each statement looks its mapper up again; what the mapper has found is kept. */
    private static final ClassValue<RowMapper<?>> RECORDS = new ClassValue<>() {
        @Override
        protected RowMapper<?> computeValue(Class<?> type) {
            return new MappedColumns<>(ConstructorMapper.of(type));
        }
    };

    private RowMapping() {}

    static Jdbi over(ConnectionFactory connections) {
        Jdbi jdbi = Jdbi.create(connections)
                .setTemplateEngine(TemplateEngine.NOP)
                .registerArrayType(String.class, "text")
                .registerArrayType(Integer.class, "int4")
                .registerColumnMapper(Instant.class, (ColumnMapper<Instant>) RowMapping::instant)
                .registerColumnMapper(MEASURED, RowMapping::measured)
                .registerColumnMapper(
                        new GenericType<SortedMap<String, Double>>() {},
                        (row, column, context) -> StoredText.metrics(row.getString(column)))
                .registerRowMapper((RowMapperFactory) (type, config) -> record(GenericTypes.getErasedType(type)));
        DOCUMENTS.forEach(type -> jdbi.registerColumnMapper(type, json(StoredText.reader(type))));
        return jdbi.registerColumnMapper((QualifiedColumnMapperFactory) (type, config) -> type.hasQualifier(Rows.class)
                ? Optional.of(json(StoredText.rowsReader(type.getType())))
                : Optional.empty());
    }

    private static Optional<RowMapper<?>> record(Class<?> type) {
        return type.isRecord() && !DOCUMENTS.contains(type) ? Optional.of(RECORDS.get(type)) : Optional.empty();
    }

    private static ColumnMapper<?> json(Function<String, Object> reader) {
        return (row, column, context) -> {
            String json = row.getString(column);
            return json == null ? null : reader.apply(json);
        };
    }

    private static @Nullable Instant instant(ResultSet row, int column, StatementContext context) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Optional<Double> measured(ResultSet row, int column, StatementContext context) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() || !Double.isFinite(number) ? Optional.empty() : Optional.of(number);
    }
}
