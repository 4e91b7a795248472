package dev.atelier.results.rest.filter;

import dev.atelier.access.Refusal;
import dev.atelier.results.view.Listing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked. */
public final class Choice {
    private Choice() {}

    /** One of these words, or nothing. */
    public static Optional<String> of(String parameter, @Nullable String value, List<String> choices) {
        Optional<String> chosen = text(value);
        chosen.filter(choice -> !choices.contains(choice)).ifPresent(choice -> {
            throw Refusal.badRequest(parameter + " is '" + choice + "'; expected one of " + String.join(", ", choices));
        });
        return chosen;
    }

    /** One of these orders by the parameter {@code sort}; the first without one. */
    static Listing.Order order(@Nullable String sort, List<Listing.Order> orders) {
        Optional<String> chosen =
                of("sort", sort, orders.stream().map(Listing.Order::parameter).toList());
        return orders.stream()
                .filter(each -> chosen.filter(each.parameter()::equals).isPresent())
                .findFirst()
                .orElse(orders.getFirst());
    }

    /** Any text but an empty one. */
    public static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
