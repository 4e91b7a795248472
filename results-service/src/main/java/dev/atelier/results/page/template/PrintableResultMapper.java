package dev.atelier.results.page.template;

import dev.atelier.results.text.Printable;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.Variant;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Every text on every page: what cannot be seen of it is shown as an escape, and none of it is read as HTML. */
@Singleton
final class PrintableResultMapper {
    private static final ResultMapper MAPPER = new Mapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)));

    void install(@Observes EngineBuilder engine) {
        engine.addResultMapper(MAPPER);
    }

    private record Mapper(HtmlEscaper html) implements ResultMapper {
        @Override
        public int getPriority() {
            return html.getPriority() + 1;
        }

        @Override
        public boolean appliesTo(Origin origin, Object result) {
            boolean page = Optional.ofNullable(origin)
                    .flatMap(Origin::getVariant)
                    .filter(variant -> Variant.TEXT_HTML.equals(variant.getContentType()))
                    .isPresent();
            return page && result instanceof CharSequence;
        }

        @Override
        public String map(Object result, Expression expression) {
            return html.map(Printable.lines(result.toString()), expression);
        }
    }
}
