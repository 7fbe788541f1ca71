package dev.rollcall.query;

import dev.rollcall.api.FieldError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads a view a page at a time, in any order. A page starts after the last row of the one before, by its values, so that
 * a walk meets every row that stays exactly once.
 *
 * @param <T> what is listed
 * @param columns of a row, as the mapper reads them
 * @param from the table and what is joined to it
 * @param id what tells rows apart that are equal in everything asked for
 * @param usual the order where none is asked for
 */
public record Listing<T>(
        String columns, String from, RowMapper<T> mapper, List<Sortable> sortables, Sortable id, String usual) {

    /** How many of them a page can have at most. */
    public static final int MOST = 200;

    /**
     * A page.
     *
     * @param nextCursor asks for the next page; absent on the last
     * @param total how many match, only where it was asked for
     */
    public record Page<T>(
            List<T> items,
            @Nullable String nextCursor,
            @Nullable Long total) {}

    private record Row<T>(T item, List<@Nullable String> keys) {}

    /** Refuses ({@code invalid_values}) limits other than 1–{@value #MOST}, unknown fields in {@code sort}, foreign cursors. */
    public Page<T> page(
            JdbcClient jdbc, Filter filter, @Nullable String sort, int limit, @Nullable String cursor, boolean count) {
        between(limit, MOST);
        Sort order = Sort.parse(sort == null || sort.isBlank() ? usual : sort, sortables, id);
        // counted first, as the cursor becomes one more condition
        Long total = count ? count(jdbc, filter) : null;
        if (cursor != null) {
            after(order, Cursor.parse(cursor, order), filter);
        }
        List<Row<T>> rows = jdbc.sql("select " + columns + keys(order) + " from " + from + filter.where()
                        + order.orderBy() + " limit " + (limit + 1))
                .params(filter.parameters())
                .query((row, number) -> new Row<>(mapped(row, number), keys(order, row)))
                .list();
        boolean more = rows.size() > limit;
        List<Row<T>> shown = more ? rows.subList(0, limit) : rows;
        return new Page<>(
                shown.stream().map(Row::item).toList(),
                more ? new Cursor(order.written(), shown.get(limit - 1).keys()).written() : null,
                total);
    }

    /** Refuses ({@code invalid_values}, {@code /limit}) what is not between 1 and the most. */
    public static void between(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw Declined.invalid(new FieldError("/limit", "out_of_range", "Ask for 1 to " + most + " at a time."));
        }
    }

    private Long count(JdbcClient jdbc, Filter filter) {
        return jdbc.sql("select count(*) from " + from + filter.where())
                .params(filter.parameters())
                .query(Long.class)
                .single();
    }

    private T mapped(ResultSet row, int number) throws SQLException {
        T item = mapper.mapRow(row, number);
        if (item == null) {
            throw new IllegalStateException("a row is never nothing");
        }
        return item;
    }

    private static String keys(Sort order) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < order.terms().size(); i++) {
            keys.append(", ")
                    .append(order.terms().get(i).by().sql())
                    .append(" as ")
                    .append(Cursor.parameter(i));
        }
        return keys.toString();
    }

    private static List<@Nullable String> keys(Sort order, ResultSet row) throws SQLException {
        List<@Nullable String> keys = new ArrayList<>();
        for (int i = 0; i < order.terms().size(); i++) {
            keys.add(order.terms().get(i).by().written(row, Cursor.parameter(i)));
        }
        return keys;
    }

    /** After it in the first field; or equal there and after it in the second; and so on. */
    private static void after(Sort order, Map<String, @Nullable Object> last, Filter filter) {
        List<String> ways = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < order.terms().size(); i++) {
            Sort.Term term = order.terms().get(i);
            String parameter = Cursor.parameter(i);
            ways.add(equal + term.after(parameter, last.get(parameter)));
            equal.append(term.equal(parameter, last.get(parameter))).append(" and ");
        }
        filter.and(String.join(" or ", ways), last);
        Sort.Term first = order.terms().get(0);
        if (!first.by().nullable()) {
            // says nothing new, but lets an index begin here
            filter.and(first.by().sql() + (first.descending() ? " <= :" : " >= :") + Cursor.parameter(0), Map.of());
        }
    }
}
