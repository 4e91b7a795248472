package dev.atelier.contracts.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads epochs, which are nearly all of a log, faster than {@link dev.atelier.contracts.json.Json} does: by the order of
 * their members, which is the alphabet's in all that this version writes. Whatever has another form is left to the general
 * reader, which alone decides what is an error.
 */
final class EpochReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private static final int SECOND_END = "2026-01-01T00:00:00".length();
    private static final int LONGEST_FRACTION = 9;
    private static final int RADIX = 10;

    private final JsonParser json;

    private EpochReader(JsonParser json) {
        this.json = json;
    }

    /** An epoch; empty where the body does not have the form that this version writes. */
    static Optional<EpochCompleted> read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            return Optional.of(new EpochReader(json).read());
        } catch (IOException | DateTimeException | OtherFormException e) {
            return Optional.empty();
        }
    }

    /** The body has another form. */
    private static final class OtherFormException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherFormException() {
            super(null, null, false, false);
        }
    }

    private EpochCompleted read() throws IOException {
        expect(JsonToken.START_OBJECT);
        double dataWaitShare = number("dataWaitShare");
        int epoch = integer("epoch");
        int epochs = integer("epochs");
        double gradientNorm = number("gradientNorm");
        String job = text("job");
        double learningRate = number("learningRate");
        SortedMap<String, Double> metrics = metrics();
        long peakMemoryBytes = longInteger("peakMemoryBytes");
        int round = integer("round");
        String run = text("run");
        double samplesPerSecond = number("samplesPerSecond");
        double seconds = number("seconds");
        Instant time = time(text("time"));
        Score train = score("train");
        String trainedBy = text("trainedBy");
        Score validation = score("validation");
        expect(JsonToken.END_OBJECT);
        require(json.nextToken() == null);
        return new EpochCompleted(
                job,
                round,
                run,
                trainedBy,
                epoch,
                epochs,
                train,
                validation,
                metrics,
                learningRate,
                samplesPerSecond,
                seconds,
                gradientNorm,
                dataWaitShare,
                peakMemoryBytes,
                time);
    }

    private Score score(String name) throws IOException {
        readMember(name, JsonToken.START_OBJECT);
        double accuracy = number("accuracy");
        double loss = number("loss");
        expect(JsonToken.END_OBJECT);
        return new Score(loss, accuracy);
    }

    private SortedMap<String, Double> metrics() throws IOException {
        readMember("metrics", JsonToken.START_OBJECT);
        SortedMap<String, Double> metrics = new TreeMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            require(metrics.put(name, number()) == null);
        }
        require(json.currentToken() == JsonToken.END_OBJECT);
        return metrics;
    }

    private double number(String name) throws IOException {
        require(name.equals(json.nextFieldName()));
        json.nextToken();
        return number();
    }

    private double number() throws IOException {
        require(json.currentToken().isNumeric());
        return json.getDoubleValue();
    }

    private int integer(String name) throws IOException {
        readMember(name, JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    private long longInteger(String name) throws IOException {
        readMember(name, JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private String text(String name) throws IOException {
        readMember(name, JsonToken.VALUE_STRING);
        return json.getText();
    }

    private void readMember(String name, JsonToken value) throws IOException {
        require(name.equals(json.nextFieldName()));
        expect(value);
    }

    private void expect(JsonToken token) throws IOException {
        require(json.nextToken() == token);
    }

    private static void require(boolean hasForm) {
        if (!hasForm) {
            throw new OtherFormException();
        }
    }

    /** A time as {@link Instant#toString} writes it: {@code 2026-01-01T00:00:00.123Z}. */
    private static Instant time(String text) {
        int end = text.length() - 1;
        require(end >= SECOND_END
                && text.charAt(end) == 'Z'
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':');
        return LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 5, 7),
                        digits(text, 8, 10),
                        digits(text, 11, 13),
                        digits(text, 14, 16),
                        digits(text, 17, SECOND_END),
                        nanos(text, end))
                .toInstant(ZoneOffset.UTC);
    }

    private static int nanos(String text, int end) {
        if (end == SECOND_END) {
            return 0;
        }
        int digits = end - SECOND_END - 1;
        require(text.charAt(SECOND_END) == '.' && digits >= 1 && digits <= LONGEST_FRACTION);
        int nanos = digits(text, SECOND_END + 1, end);
        for (int i = digits; i < LONGEST_FRACTION; i++) {
            nanos *= RADIX;
        }
        return nanos;
    }

    private static int digits(String text, int begin, int end) {
        int value = 0;
        for (int i = begin; i < end; i++) {
            char digit = text.charAt(i);
            require(digit >= '0' && digit <= '9');
            value = value * RADIX + digit - '0';
        }
        return value;
    }
}
