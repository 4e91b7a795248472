package dev.atelier.results.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** A mapper that finds the columns of its parameters once for each list of columns, and not for each query. */
final class MappedColumns<T> implements RowMapper<T> {
    private final RowMapper<T> mapper;
    private final Map<List<String>, RowMapper<T>> specialized = new ConcurrentHashMap<>();

    MappedColumns(RowMapper<T> mapper) {
        this.mapper = mapper;
    }

    @Override
    public T map(ResultSet row, StatementContext context) throws SQLException {
        return specialize(row, context).map(row, context);
    }

    @Override
    public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            labels.add(columns.getColumnLabel(i));
        }
        RowMapper<T> known = specialized.get(labels);
        if (known == null) {
            known = mapper.specialize(rows, context);
            specialized.put(List.copyOf(labels), known);
        }
        return known;
    }
}
