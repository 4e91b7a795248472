package dev.atelier.results.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** Types whose columns have other names than their records' components, each with its row mapper. */
public final class RowParts {
    static final RowParts NONE = new RowParts(RowParts.class);

    private final Map<Class<?>, RowMapper<?>> mappers = new LinkedHashMap<>();

    private RowParts(Class<?> factories, Class<?>... types) {
        for (Class<?> type : types) {
            mappers.put(type, new MappedColumns<>(ConstructorMapper.of(type, factories)));
        }
    }

    /**
     * Types that static methods make.
     *
     * @param factories has one method that returns each type; its parameters have the columns' names
     * @throws IllegalArgumentException if a type has no such method, or several
     */
    public static RowParts of(Class<?> factories, Class<?>... types) {
        return new RowParts(factories, types);
    }

    void register(Query query) {
        mappers.forEach(query::registerRowMapper);
    }
}
