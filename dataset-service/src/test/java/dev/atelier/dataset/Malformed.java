package dev.atelier.dataset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Submissions that are wrong, each in its own way, and what its rejection must say.
 *
 * @param field where, exactly
 * @param value part of the value that is told
 * @param expected part of what is said to be right
 */
record Malformed(String name, Optional<byte[]> message, String reason, String field, String value, String expected) {
    private static final String OBJECT = "a job or a study as one JSON object in UTF-8";
    private static final String MLP = "{\"family\":\"mlp\"";

    static List<Malformed> all() {
        Collection cases = new Collection();
        notText(cases);
        notJson(cases);
        notAnObject(cases);
        unknownFields(cases);
        wrongTypes(cases);
        outOfRange(cases);
        wrongChoices(cases);
        names(cases);
        large(cases);
        contradictions(cases);
        studies(cases);
        repetitions(cases);
        datasets(cases);
        return cases.list;
    }

    @Override
    public String toString() {
        return name;
    }

    private static void notText(Collection cases) {
        cases.add("no value", Optional.empty(), "syntax", "", "null", OBJECT);
        cases.bytes("nothing", new byte[0], "syntax", "", "empty", OBJECT);
        cases.bytes("binary", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2}, "syntax", "", "0x89 at byte 0", OBJECT);
        cases.bytes("compressed", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}, "syntax", "", "0x8b at byte 1", OBJECT);
        cases.bytes("zeros", new byte[100], "syntax", "", "0x00 at byte 0", OBJECT);
        cases.bytes("UTF-16", encoded(MLP + "}", StandardCharsets.UTF_16), "syntax", "", "0xfe at byte 0", OBJECT);
        cases.bytes("UTF-16 without mark", encoded(MLP + "}", StandardCharsets.UTF_16LE), "syntax", "", "0x00", OBJECT);
        cases.bytes(
                "byte order mark", encoded("\uFEFF" + MLP + "}", StandardCharsets.UTF_8), "syntax", "", "mark", OBJECT);
        cases.bytes(
                "Latin-1", encoded("{\"family\":\"é\"}", StandardCharsets.ISO_8859_1), "syntax", "", "0xe9", OBJECT);
        cases.bytes("cut character", new byte[] {'{', '"', (byte) 0xC3}, "syntax", "", "0xc3 at byte 2", OBJECT);
        cases.text(
                "2 MB", MLP + ",\"name\":\"" + "x".repeat(2_000_000) + "\"}", "size", "", "2000026 bytes", "1048576");
        cases.bytes("2 MB of zeros", new byte[2_000_000], "size", "", "2000000 bytes", "at most 1048576 bytes");
        cases.text("2 MB of spaces", " ".repeat(2_000_000), "size", "", "2000000 bytes", "at most 1048576 bytes");
    }

    private static void notJson(Collection cases) {
        cases.text("words", "train a network, please", "syntax", "", "train a network", "JSON at line 1");
        cases.text("YAML", "family: mlp", "syntax", "", "family: mlp", "JSON at line 1");
        cases.text("XML", "<job family='mlp'/>", "syntax", "", "<job", "JSON at line 1");
        cases.text("spaces", " \n\t ", "syntax", "", "empty", OBJECT);
        cases.text("truncated", MLP + ",\"training\":{\"epochs\":", "syntax", "training.epochs", "cut off", OBJECT);
        cases.text("truncated in a text", MLP + ",\"name\":\"abc", "syntax", "name", "cut off", OBJECT);
        cases.text("truncated after the name", MLP + ",\"training\"", "syntax", "training", "cut off", OBJECT);
        cases.text("single quotes", "{'family':'mlp'}", "syntax", "", "'family'", "JSON at line 1, column 2");
        cases.text("trailing comma", MLP + ",}", "syntax", "family", "}", "JSON at line 1");
        cases.text("comment", "{/* mine */\"family\":\"mlp\"}", "syntax", "", "/* mine", "JSON at line 1");
        cases.text("no comma", MLP + " \"seed\":1}", "syntax", "family", "\"seed\"", "JSON at line 1");
        cases.text("NaN", MLP + ",\"training\":{\"l2\":NaN}}", "syntax", "training.l2", "NaN", "a finite number");
        cases.text(
                "Infinity",
                MLP + ",\"training\":{\"l2\":-Infinity}}",
                "syntax",
                "training.l2",
                "Infinity",
                "a finite number");
        cases.text("leading zero", MLP + ",\"seed\":007}", "syntax", "seed", "7", "JSON at line 1");
        cases.text("hexadecimal", MLP + ",\"seed\":0x10}", "syntax", "seed", "x10", "JSON at line 1");
        cases.text("newline in a text", MLP + ",\"name\":\"a\nb\"}", "syntax", "name", "", "JSON at line");
        cases.text("field twice", MLP + ",\"seed\":1,\"seed\":2}", "syntax", "seed", "", "each field once");
        cases.text("two objects", MLP + "} " + MLP + "}", "syntax", "", "{", "nothing after the JSON object");
        cases.text("junk behind", MLP + "} and so on", "syntax", "", "and", "JSON at line 1");
        cases.text("deep lists", "[".repeat(100_000), "syntax", "", "nested too deeply", "at most 64 levels");
        cases.text("deep objects", "{\"a\":".repeat(500) + "1" + "}".repeat(500), "syntax", "", "deeply", "64 levels");
        cases.text(
                "long number",
                MLP + ",\"seed\":" + "9".repeat(5000) + "}",
                "syntax",
                "seed",
                "too long a number",
                "100 digits");
    }

    private static void notAnObject(Collection cases) {
        cases.text("null", "null", "syntax", "", "null", OBJECT);
        cases.text("number", "42", "syntax", "", "42", OBJECT);
        cases.text("text", "\"mlp\"", "syntax", "", "\"mlp\"", OBJECT);
        cases.text("list of jobs", "[" + MLP + "}]", "syntax", "", "[{", OBJECT);
        cases.text("empty object", "{}", "schema", "family", "", "one of mlp, cnn, transfer");
    }

    private static void unknownFields(Collection cases) {
        cases.text("lr", MLP + ",\"lr\":0.1}", "schema", "lr", "0.1", "training.optimizer.learningRate");
        cases.text("bs", MLP + ",\"training\":{\"bs\":32}}", "schema", "training.bs", "32", "training.batchSize");
        cases.text(
                "snake case",
                MLP + ",\"training\":{\"batch_size\":32}}",
                "schema",
                "training.batch_size",
                "32",
                "batchSize");
        cases.text(
                "weight_decay",
                MLP + ",\"training\":{\"optimizer\":{\"weight_decay\":0.1}}}",
                "schema",
                "training.optimizer.weight_decay",
                "0.1",
                "weightDecay");
        cases.text("typing error", MLP + ",\"trainig\":{}}", "schema", "trainig", "{}", "training");
        cases.text("nothing like it", MLP + ",\"xyzzy\":1}", "schema", "xyzzy", "1", "no such field");
        cases.text(
                "another family's",
                MLP + ",\"model\":{\"filters\":[8]}}",
                "schema",
                "model.filters",
                "[8]",
                "no such field");
    }

    private static void wrongTypes(Collection cases) {
        cases.text(
                "text as number",
                MLP + ",\"training\":{\"epochs\":\"3\"}}",
                "schema",
                "training.epochs",
                "\"3\"",
                "whole number");
        cases.text(
                "fraction as whole",
                MLP + ",\"training\":{\"epochs\":2.5}}",
                "schema",
                "training.epochs",
                "2.5",
                "whole number");
        cases.text("number as text", MLP + ",\"name\":7}", "schema", "name", "7", "text of 1 to 200 characters");
        cases.text("object as list", MLP + ",\"model\":{\"hidden\":{}}}", "schema", "model.hidden", "{}", "a list");
        cases.text(
                "text in list",
                MLP + ",\"model\":{\"hidden\":[\"a\"]}}",
                "schema",
                "model.hidden[0]",
                "\"a\"",
                "whole number");
        cases.text("list as object", MLP + ",\"training\":[]}", "schema", "training", "[]", "an object");
        cases.text("null for a number", MLP + ",\"seed\":null}", "schema", "seed", "null", "whole number");
        cases.text(
                "text as boolean",
                MLP + ",\"training\":{\"optimizer\":{\"name\":\"sgd\",\"nesterov\":\"no\"}}}",
                "schema",
                "training.optimizer.nesterov",
                "\"no\"",
                "true or false");
        cases.text("tags of numbers", MLP + ",\"tags\":{\"a\":1}}", "schema", "tags.a", "1", "text");
        cases.text("family as list", "{\"family\":[\"mlp\"]}", "schema", "family", "[\"mlp\"]", "mlp");
    }

    private static void outOfRange(Collection cases) {
        cases.text("no epochs", MLP + ",\"training\":{\"epochs\":0}}", "schema", "training.epochs", "0", "from 1");
        cases.text(
                "negative batch",
                MLP + ",\"training\":{\"batchSize\":-64}}",
                "schema",
                "training.batchSize",
                "-64",
                "from 1");
        cases.text(
                "learning rate 0",
                MLP + ",\"training\":{\"optimizer\":{\"learningRate\":0}}}",
                "schema",
                "training.optimizer.learningRate",
                "0",
                "number");
        cases.text(
                "beyond doubles",
                MLP + ",\"training\":{\"optimizer\":{\"learningRate\":1e999}}}",
                "schema",
                "training.optimizer.learningRate",
                "",
                "number");
        cases.text("dropout 1.5", MLP + ",\"model\":{\"dropout\":1.5}}", "schema", "model.dropout", "1.5", "number");
        cases.text("negative seed", MLP + ",\"seed\":-1}", "schema", "seed", "-1", "from 0");
        cases.text("seed beyond 2^53", MLP + ",\"seed\":99999999999999999999}", "schema", "seed", "9999", "from 0");
        cases.text("long name", MLP + ",\"name\":\"" + "n".repeat(201) + "\"}", "schema", "name", "nnn", "1 to 200");
        cases.text("empty name", MLP + ",\"name\":\"\"}", "schema", "name", "\"\"", "1 to 200");
        cases.text("no width", MLP + ",\"model\":{\"hidden\":[256,0]}}", "schema", "model.hidden[1]", "0", "from 1");
        cases.text("another version", MLP + ",\"version\":2}", "schema", "version", "2", "1");
    }

    private static void wrongChoices(Collection cases) {
        cases.text(
                "no such family", "{\"family\":\"rnn\"}", "schema", "family", "\"rnn\"", "one of mlp, cnn, transfer");
        cases.text("capitals", "{\"family\":\"MLP\"}", "schema", "family", "\"MLP\"", "mlp");
        cases.text(
                "activation",
                MLP + ",\"model\":{\"activation\":\"relo\"}}",
                "schema",
                "model.activation",
                "\"relo\"",
                "relu");
        cases.text(
                "optimizer",
                MLP + ",\"training\":{\"optimizer\":{\"name\":\"adm\"}}}",
                "schema",
                "training.optimizer.name",
                "\"adm\"",
                "adam");
    }

    private static void names(Collection cases) {
        cases.text("blank name", MLP + ",\"name\":\" \\u2003\"}", "schema", "name", "", "not of blanks alone");
        cases.text(
                "escape sequence",
                MLP + ",\"name\":\"a\\u001b[2J\"}",
                "schema",
                "name",
                "\"a\\u001b[2J\"",
                "without control or invisible characters");
        cases.text(
                "direction of text",
                MLP + ",\"tags\":{\"a\":\"b\\u202ec\"}}",
                "schema",
                "tags.a",
                "\"b\\u202ec\"",
                "without control or invisible characters");
        cases.text(
                "half a pair of surrogates",
                MLP + ",\"name\":\"a\\ud83d\"}",
                "schema",
                "name",
                "\"a\\ud83d\"",
                "without control or invisible characters");
        cases.text(
                "zero in a part without jobs",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\",\"seed\":\"\\u0000\"},\"seeds\":[1]}",
                "schema",
                "base.seed",
                "\"\\u0000\"",
                "without control characters");
    }

    /** Of which each once took seconds, minutes, or everything. */
    private static void large(Collection cases) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 70_000; i++) {
            fields.append(",\"u").append(i).append("\":1");
        }
        cases.text(
                "70,000 unknown fields", MLP + fields + "}", "schema", "", "more than 100 places", "corrected first");
        cases.text(
                "70,000 unknown fields of 1,000 jobs",
                "{\"study\":\"s\",\"base\":" + MLP + fields + "},\"seeds\":" + numbers(100)
                        + ",\"grid\":{\"training.epochs\":" + numbers(10) + "}}",
                "schema",
                "",
                "more than 100 places",
                "corrected first");
        cases.text("infinite family", "{\"family\":1e999999}", "schema", "family", "Infinity", "one of mlp");
    }

    private static void contradictions(Collection cases) {
        cases.text(
                "the best by the greatest loss",
                MLP + ",\"evaluation\":{\"monitor\":\"validation.loss\",\"mode\":\"max\"}}",
                "schema",
                "evaluation.mode",
                "\"max\"",
                "min: a smaller loss is better");
        cases.text(
                "an objective of the greatest loss",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"objective\":{\"metric\":\"train.loss\",\"direction\":\"maximize\"}}",
                "schema",
                "objective.direction",
                "\"maximize\"",
                "minimize: a smaller loss is better");
        cases.text(
                "blocks for widths",
                "{\"family\":\"cnn\",\"model\":{\"kind\":\"resnet\",\"widths\":[8,16],\"blocks\":[1]}}",
                "schema",
                "model.blocks",
                "[1]",
                "2 widths");
    }

    private static void studies(Collection cases) {
        cases.text("study without a name", "{\"base\":{\"family\":\"mlp\"}}", "schema", "study", "", "text");
        cases.text("study of nothing", "{\"study\":\"s\"}", "schema", "base.family", "", "mlp");
        cases.text(
                "variant",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"variants\":[{\"name\":\"a\",\"patch\":{\"training\":{\"epochs\":0}}}]}",
                "schema",
                "variants[0].patch.training.epochs",
                "0",
                "from 1");
        cases.text(
                "grid",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"grid\":{\"training.batchSize\":[32,\"x\"]}}",
                "schema",
                "grid.training.batchSize[1]",
                "\"x\"",
                "whole number");
        cases.text(
                "a million jobs",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"grid\":{\"seed\":" + numbers(100)
                        + ",\"training.epochs\":" + numbers(100) + "}}",
                "schema",
                "",
                "10000 jobs",
                "at most 1000 jobs");
    }

    private static void repetitions(Collection cases) {
        cases.text(
                "one rate in two spellings",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"grid\":{\"training.optimizer.learningRate\":[0.01,1e-2]}}",
                "schema",
                "grid.training.optimizer.learningRate[1]",
                "0.01",
                "grid.training.optimizer.learningRate[0] makes the same job");
        cases.text(
                "seeds twice",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"seeds\":[1,1.0]}",
                "schema",
                "seeds",
                "[1,1]",
                "a list without repetitions: seeds[0] and seeds[1] are the same");
        cases.text(
                "a seed in the grid and in seeds",
                "{\"study\":\"s\",\"base\":{\"family\":\"mlp\"},\"grid\":{\"seed\":[1,2]},\"seeds\":[3]}",
                "schema",
                "grid.seed",
                "[1,2]",
                "nothing: seeds sets the same");
        cases.text(
                "a study under two names",
                "{\"study\":\"s\",\"include\":[{\"study\":\"a\",\"base\":{\"family\":\"mlp\"}},{\"study\":\"b\",\"base\":{\"family\":\"mlp\"}}]}",
                "schema",
                "include[1].study",
                "\"b\"",
                "all its jobs are those of include[0]");
    }

    private static void datasets(Collection cases) {
        cases.text(
                "dataset",
                MLP + ",\"data\":{\"dataset\":\"imagenet\"}}",
                "dataset",
                "data.dataset",
                "\"imagenet\"",
                "fashion-mnist-sample");
        cases.text(
                "split",
                MLP + ",\"data\":{\"dataset\":\"fashion-mnist-sample\",\"split\":{\"validation\":10000}}}",
                "dataset",
                "data.split.validation",
                "10000",
                "less than the 1800 training images");
        cases.text(
                "limit",
                MLP + ",\"data\":{\"dataset\":\"fashion-mnist-sample\",\"limit\":1501}}",
                "dataset",
                "data.limit",
                "1501",
                "at most 1500, which fashion-mnist-sample leaves after 300 for validation");
        cases.text(
                "kernel",
                "{\"study\":\"s\",\"base\":{\"family\":\"cnn\",\"data\":{\"dataset\":\"fashion-mnist-sample\"}},"
                        + "\"grid\":{\"model.filters\":[[8],[8,8,8,8,8]]}}",
                "dataset",
                "base.model.kernel",
                "3",
                "at most 1: the input of layer 5");
        cases.text(
                "shift",
                MLP + ",\"data\":{\"dataset\":\"fashion-mnist-sample\"},\"evaluation\":{\"shiftAverage\":28}}",
                "dataset",
                "evaluation.shiftAverage",
                "28",
                "less than the 28 pixels");
    }

    private static String numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            numbers.add(i);
        }
        return numbers.toString();
    }

    private static byte[] encoded(String text, Charset charset) {
        return text.getBytes(charset);
    }

    /** Cases with different names. */
    private static final class Collection {
        private final List<Malformed> list = new ArrayList<>();
        private final Set<String> names = new HashSet<>();

        void add(String name, Optional<byte[]> message, String reason, String field, String value, String expected) {
            if (!names.add(name)) {
                throw new IllegalArgumentException(name + " is there twice");
            }
            list.add(new Malformed(name, message, reason, field, value, expected));
        }

        void bytes(String name, byte[] message, String reason, String field, String value, String expected) {
            add(name, Optional.of(message), reason, field, value, expected);
        }

        void text(String name, String message, String reason, String field, String value, String expected) {
            bytes(name, encoded(message, StandardCharsets.UTF_8), reason, field, value, expected);
        }
    }
}
