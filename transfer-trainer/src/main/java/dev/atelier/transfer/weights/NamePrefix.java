package dev.atelier.transfer.weights;

import dev.atelier.transfer.format.WeightsException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What stands before the names of a network's tensors in a file: the keys of dictionaries around them, such as {@code
 * state_dict.}, and the names of modules around the network, such as {@code model.} or {@code module.}. Where a file has
 * the network twice, the one with averaged weights counts, as when timm loads a checkpoint.
 */
final class NamePrefix {
    /** A part of a name by which weights are moving averages: {@code model_ema}, {@code state_dict_ema}, {@code ema}. */
    private static final Pattern AVERAGED = Pattern.compile("(.*[._])?ema([._].*)?");

    /** In Python: dictionaries of dictionaries as one, with a dot between their keys. */
    static final String FLAT =
            "flat = lambda d, p=\"\": {k: v for n, w in d.items() for k, v in (flat(w, f\"{p}{n}.\") if isinstance(w, dict)"
                    + " else {f\"{p}{n}\": w}).items()}; ";

    private static final int NAMES_SHOWN = 3;

    private NamePrefix() {}

    /**
     * The prefix under which a file has all expected tensors, or, where there is none, most of them.
     *
     * @param python an expression whose value is what the file holds
     * @throws WeightsException if it has none of them, or all of them in several places
     */
    static String find(Set<String> expected, Set<String> there, String python) throws WeightsException {
        Map<String, Integer> counts = count(expected, there);
        if (counts.isEmpty()) {
            throw new WeightsException(noneOf(expected, there) + "; " + WeightsException.SAVE_STATE);
        }
        List<String> whole = counts.entrySet().stream()
                .filter(entry -> entry.getValue() == expected.size())
                .map(Map.Entry::getKey)
                .toList();
        List<String> averaged = whole.stream()
                .filter(prefix -> AVERAGED.matcher(prefix).matches())
                .toList();
        if (whole.size() <= 1) {
            return whole.isEmpty() ? mostComplete(counts) : whole.getFirst();
        }
        if (averaged.size() == 1 || whole.contains("")) {
            return averaged.size() == 1 ? averaged.getFirst() : "";
        }
        String first = WeightsException.shown(whole.get(0));
        throw new WeightsException("it holds the network's tensors " + whole.size() + " times, under " + first + " and "
                + WeightsException.shown(whole.get(1))
                + "; if you trust it, save those that are meant, in Python: " + FLAT + "torch.save({k.removeprefix(\""
                + first + "\"): v for k, v in flat(" + python + ").items() if k.startswith(\"" + first
                + "\")}, \"weights.pth\")");
    }

    private static String noneOf(Set<String> expected, Set<String> there) {
        if (there.isEmpty()) {
            return "it holds no tensors";
        }
        return there.contains("")
                ? "it is a single tensor, without a name; expected a dictionary of tensors by name: " + shown(expected)
                : "none of its tensors (" + there.size() + ") has the name of one of the network's; it has "
                        + shown(there) + "; expected " + shown(expected);
    }

    /** How many of the expected tensors each prefix leads to. */
    private static Map<String, Integer> count(Set<String> expected, Set<String> there) {
        int parts = 1
                + expected.stream()
                        .mapToInt(name ->
                                (int) name.chars().filter(each -> each == '.').count())
                        .max()
                        .orElse(0);
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : there) {
            int end = name.length();
            for (int part = 0; part < parts && end >= 0; part++) {
                end = name.lastIndexOf('.', end - 1);
                if (expected.contains(name.substring(end + 1))) {
                    counts.merge(name.substring(0, end + 1), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private static String mostComplete(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .max(Comparator.<Map.Entry<String, Integer>>comparingInt(Map.Entry::getValue)
                        .thenComparing(entry -> -entry.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .orElseThrow()
                .getKey();
    }

    private static String shown(Set<String> names) {
        String some = String.join(
                ", ",
                names.stream().limit(NAMES_SHOWN).map(WeightsException::shown).toList());
        return names.size() > NAMES_SHOWN ? some + ", …" : some;
    }
}
