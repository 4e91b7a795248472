package dev.atelier.testsupport;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A method of an HTTP resource.
 *
 * @param verb of HTTP
 * @param path with its parameters in braces
 */
public record ResourceMethod(String verb, String path, Method method) {
    private static final String PACKAGE = "jakarta.ws.rs.";
    private static final List<String> VERBS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** All of a package and those below it, tests aside. */
    public static List<ResourceMethod> in(String packageName) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(packageName).stream()
                        .flatMap(type -> type.getMethods().stream())
                        .flatMap(ResourceMethod::of)
                        .sorted(Comparator.comparing(ResourceMethod::path).thenComparing(ResourceMethod::verb))
                        .toList();
    }

    /** The address with the same text in the place of each parameter of the path. */
    public String addressOf(String parameter) {
        return path.replaceAll("\\{[^}]*}", parameter);
    }

    private static Stream<ResourceMethod> of(JavaMethod method) {
        return VERBS.stream()
                .filter(verb -> method.isAnnotatedWith(PACKAGE + verb))
                .map(verb -> new ResourceMethod(verb, pathOf(method.getOwner(), method), method.reflect()));
    }

    private static String pathOf(JavaClass owner, JavaMethod method) {
        String single = ("/" + pathOf(owner) + "/" + pathOf(method)).replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static String pathOf(HasAnnotations<?> element) {
        return element.isAnnotatedWith(PACKAGE + "Path")
                ? String.valueOf(element.getAnnotationOfType(PACKAGE + "Path")
                        .get("value")
                        .orElse(""))
                : "";
    }
}
