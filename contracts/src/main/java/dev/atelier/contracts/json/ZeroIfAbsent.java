package dev.atelier.contracts.json;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A whole number of a message that messages of older versions do not have: it is 0 where it is absent. Where it is
 * {@code null} the message is refused, as it is for any other number.
 */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonDeserialize(using = ZeroIfAbsent.Reader.class)
public @interface ZeroIfAbsent {
    /** Reads such a number. */
    final class Reader extends StdDeserializer<Integer> {
        private static final long serialVersionUID = 1L;

        public Reader() {
            super(Integer.TYPE);
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return _parseIntPrimitive(parser, context);
        }

        @Override
        public Integer getNullValue(DeserializationContext context) throws JsonMappingException {
            return context.reportInputMismatch(this, "Cannot map `null` into type `int`");
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return 0;
        }
    }
}
