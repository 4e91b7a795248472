package dev.atelier.results.page.list;

import dev.atelier.access.QueryNumber;
import dev.atelier.results.view.Part;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a long list.
 *
 * @param page its number, from 1
 * @param size most things on a page
 */
public record Pagination(int page, int size) {

    /**
     * A page among the others.
     *
     * @param first number of the first thing on it, from 1
     * @param last number of the last thing on it; less than {@code first} where there is none
     * @param total how many things there are
     * @param previous address of the page before
     * @param next address of the page after
     */
    public record Place(long first, long last, long total, Optional<String> previous, Optional<String> next) {}

    private static final int MOST_PAGES = 9_999_999;

    /**
     * The page of so many things that a query parameter requests.
     *
     * @throws jakarta.ws.rs.WebApplicationException if it is no number of a page
     */
    public static Pagination of(@Nullable String number, int size) {
        return new Pagination(QueryNumber.read("page", number, 1, 1, MOST_PAGES), size);
    }

    int offset() {
        return (page - 1) * size;
    }

    /** What is on it. */
    public Part part() {
        return new Part(size, offset());
    }

    /** Among so many things. */
    public Place of(long total, UriInfo uri) {
        long last = Math.min(total, (long) page * size);
        return new Place(
                offset() + 1L,
                last,
                total,
                page > 1 ? Optional.of(address(uri, page - 1)) : Optional.empty(),
                last < total ? Optional.of(address(uri, page + 1)) : Optional.empty());
    }

    /** Address of the same list, whole and at another path. */
    static String withoutPage(UriInfo uri, String path) {
        String query =
                uri.getRequestUriBuilder().replaceQueryParam("page").build().getRawQuery();
        return query == null || query.isEmpty() ? path : path + "?" + query;
    }

    private static String address(UriInfo uri, int page) {
        return "?"
                + uri.getRequestUriBuilder()
                        .replaceQueryParam("page", page)
                        .build()
                        .getRawQuery();
    }
}
