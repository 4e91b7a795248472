package dev.atelier.contracts.check;

import static java.util.Map.entry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the field that was meant: by what other libraries call it, by its place, or by its spelling. */
public final class FieldNames {
    /** Longer names are nobody's misspelling of ours; the comparison costs the product of the lengths. */
    private static final int LONGEST_NAME = 60;

    /** Other libraries' names, without case and separators, to ours. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            entry("lr", "learningRate"),
            entry("eta", "learningRate"),
            entry("stepsize", "learningRate"),
            entry("bs", "batchSize"),
            entry("batch", "batchSize"),
            entry("minibatch", "batchSize"),
            entry("minibatchsize", "batchSize"),
            entry("wd", "weightDecay"),
            entry("decay", "weightDecay"),
            entry("numepochs", "epochs"),
            entry("nepochs", "epochs"),
            entry("maxepochs", "epochs"),
            entry("iterations", "epochs"),
            entry("layers", "hidden"),
            entry("hiddenlayers", "hidden"),
            entry("hiddensizes", "hidden"),
            entry("hiddenunits", "hidden"),
            entry("hiddenlayersizes", "hidden"),
            entry("units", "hidden"),
            entry("act", "activation"),
            entry("nonlinearity", "activation"),
            entry("channels", "filters"),
            entry("kernelsize", "kernel"),
            entry("dropoutrate", "dropout"),
            entry("randomseed", "seed"),
            entry("randomstate", "seed"),
            entry("maxgradnorm", "gradientClipNorm"),
            entry("clipnorm", "gradientClipNorm"),
            entry("gradclip", "gradientClipNorm"),
            entry("opt", "optimizer"),
            entry("optimiser", "optimizer"),
            entry("scheduler", "schedule"),
            entry("lrscheduler", "schedule"),
            entry("normalise", "normalize"),
            entry("normalization", "normalize"),
            entry("augmentation", "augment"),
            entry("ema", "emaDecay"),
            entry("smoothing", "labelSmoothing"),
            entry("type", "family"),
            entry("kind", "family"));

    private FieldNames() {}

    /**
     * The path that was probably meant by an unknown name.
     *
     * @param siblings known paths beside the unknown one
     * @param all every known path
     */
    public static Optional<String> suggestion(String unknown, List<String> siblings, List<String> all) {
        if (unknown.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String name = plain(leaf(unknown));
        String meant = plain(SYNONYMS.getOrDefault(name, name));
        List<String> nearestFirst =
                Stream.concat(siblings.stream(), all.stream()).toList();
        return nearestFirst.stream()
                .filter(path -> plain(leaf(path)).equals(meant))
                .findFirst()
                .or(() -> nearestFirst.stream()
                        .filter(path -> close(name, plain(leaf(path))))
                        .min(Comparator.comparingInt(path -> distance(name, plain(leaf(path))))));
    }

    /** The candidate that a word was probably meant to be; nothing where none is near. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> close(plain(word), plain(candidate)))
                .min(Comparator.comparingInt(candidate -> distance(plain(word), plain(candidate))));
    }

    /** The path that a JSON pointer is: {@code a[1].b} of {@code /a/1/b}. */
    public static String ofPointer(String pointer) {
        String path = pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replace('/', '.')
                .replace("~1", "/")
                .replace("~0", "~");
        return path.startsWith(".") ? path.substring(1) : path;
    }

    /** The last name of a path. */
    public static String leaf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static boolean close(String a, String b) {
        return distance(a, b) <= Math.max(1, Math.min(a.length(), b.length()) / 3);
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substitution = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
