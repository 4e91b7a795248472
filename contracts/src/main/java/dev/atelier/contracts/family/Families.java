package dev.atelier.contracts.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The families that are known: those of the product and those whose descriptors lie in the folder that the environment
 * variable {@value #VARIABLE} names. In the order of their ports.
 */
public final class Families {
    /** Names the folder of further descriptors. */
    public static final String VARIABLE = "ATELIER_FAMILIES";

    private static final List<FamilyDescriptor> PRODUCT = new ArrayList<>();
    private static Optional<List<FamilyDescriptor>> loaded = Optional.empty();

    private Families() {}

    /**
     * Every family that is known.
     *
     * @throws IllegalArgumentException if a descriptor cannot be used
     */
    public static synchronized List<FamilyDescriptor> all() {
        if (loaded.isEmpty()) {
            loaded = Optional.of(with(folder()));
        }
        return loaded.orElseThrow();
    }

    /** The folder of further descriptors, where there is one. */
    public static Optional<Path> folder() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /** The families of the product, with those of a folder. */
    public static synchronized List<FamilyDescriptor> with(Optional<Path> folder) {
        if (PRODUCT.isEmpty()) {
            PRODUCT.addAll(DescriptorFiles.product());
        }
        List<FamilyDescriptor> all = new ArrayList<>(PRODUCT);
        folder.map(DescriptorFiles::ofFolder).ifPresent(all::addAll);
        requireUnique("name", all, FamilyDescriptor::name);
        requireUnique("topic", all, FamilyDescriptor::topic);
        requireUnique("port", all, FamilyDescriptor::port);
        all.sort(Comparator.comparingInt(FamilyDescriptor::port));
        return List.copyOf(all);
    }

    public static Optional<FamilyDescriptor> find(Family family) {
        return all().stream().filter(each -> each.family().equals(family)).findFirst();
    }

    /**
     * The descriptor of a family.
     *
     * @throws IllegalArgumentException if the family is not known
     */
    public static FamilyDescriptor get(Family family) {
        return find(family)
                .orElseThrow(() -> new IllegalArgumentException(
                        "family is \"" + family + "\"; expected one of " + String.join(", ", names())));
    }

    public static boolean contains(Family family) {
        return find(family).isPresent();
    }

    /** The known families themselves. */
    public static List<Family> known() {
        return all().stream().map(FamilyDescriptor::family).toList();
    }

    public static List<String> names() {
        return all().stream().map(FamilyDescriptor::name).toList();
    }

    private static void requireUnique(
            String field, List<FamilyDescriptor> all, Function<FamilyDescriptor, Object> value) {
        Map<Object, FamilyDescriptor> seen = new HashMap<>();
        for (FamilyDescriptor descriptor : all) {
            FamilyDescriptor other = seen.putIfAbsent(value.apply(descriptor), descriptor);
            if (other != null) {
                throw new IllegalArgumentException(
                        "%s is %s in the descriptors of both %s and %s; expected one of its own for each family"
                                .formatted(field, value.apply(descriptor), other.name(), descriptor.name()));
            }
        }
    }
}
