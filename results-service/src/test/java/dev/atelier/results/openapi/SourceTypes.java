package dev.atelier.results.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Records and enums as their sources have them, with what their Javadoc says. */
final class SourceTypes {
    private static final Pattern NAME = Pattern.compile("name = \"(\\w+)\"");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? (?:\\w*#)?(\\w+)[^}]*}");
    private static final Pattern VALUE = Pattern.compile("\\{@value (\\w*)#(\\w+)}");

    private final List<SourceType> types = new ArrayList<>();
    /** Literals by {@code Class.NAME}. */
    private final Map<String, String> constants = new HashMap<>();

    /**
     * A record or an enum.
     *
     * @param file the outermost class of its file
     * @param name in the source
     * @param schema the name that its schema has
     * @param components of a record, in order
     */
    record SourceType(String file, String name, String schema, String description, Map<String, Component> components) {}

    /**
     * A component of a record.
     *
     * @param type as the source has it
     * @param isNullable whether it can be null in JSON
     * @param isLeftOut whether JSON may lack it
     * @param isUnwrapped whether its own members stand in its place
     */
    record Component(String type, String description, boolean isNullable, boolean isLeftOut, boolean isUnwrapped) {}

    /** Reads all sources below these folders. */
    static SourceTypes of(Path... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        SourceTypes read = new SourceTypes();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            task.parse().forEach(unit -> read.new Scanner(docs).scan(unit, null));
        }
        return read;
    }

    /** The type that a schema of this name with these properties is of. */
    Optional<SourceType> find(String schema, List<String> properties) {
        return types.stream()
                .filter(type -> schema.equals(type.schema())
                        // Of a record with a type parameter.
                        || (type.name().equals("Listing") && schema.startsWith("Listing")))
                .filter(type -> members(type).keySet().containsAll(properties))
                .findFirst();
    }

    /** The members of a record in JSON, in order. */
    Map<String, Component> members(SourceType type) {
        Map<String, Component> members = new LinkedHashMap<>();
        type.components().forEach((name, component) -> {
            if (component.isUnwrapped()) {
                members.putAll(members(named(component.type(), type.file())));
            } else {
                members.put(name, component);
            }
        });
        return members;
    }

    /** Text of a comment, for people: its constants have their values. */
    String text(String comment) {
        String text = VALUE.matcher(comment)
                .replaceAll(found -> Matcher.quoteReplacement(constant(found.group(1), found.group(2))));
        text = LINK.matcher(CODE.matcher(text).replaceAll("`$1`")).replaceAll("`$1`");
        return text.replaceAll("\\s+", " ").strip();
    }

    private SourceType named(String name, String file) {
        return types.stream()
                .filter(type -> type.name().equals(name))
                .sorted((a, b) ->
                        Boolean.compare(b.file().equals(file), a.file().equals(file)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no record " + name));
    }

    private String constant(String type, String name) {
        return constants.entrySet().stream()
                .filter(each -> each.getKey().endsWith(type + "." + name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no constant " + type + "#" + name));
    }

    private final class Scanner extends TreePathScanner<Void, Void> {
        private final DocTrees docs;

        Scanner(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            for (Tree member : type.getMembers()) {
                if (member instanceof VariableTree field && field.getInitializer() instanceof LiteralTree literal) {
                    constants.put(type.getSimpleName() + "." + field.getName(), String.valueOf(literal.getValue()));
                }
            }
            if (type.getKind() == Tree.Kind.RECORD || type.getKind() == Tree.Kind.ENUM) {
                types.add(read(type));
            }
            return super.visitClass(type, nothing);
        }

        private SourceType read(ClassTree type) {
            Optional<DocCommentTree> comment = Optional.ofNullable(docs.getDocCommentTree(getCurrentPath()));
            Map<String, String> descriptions = comment.map(DocCommentTree::getBlockTags).orElse(List.of()).stream()
                    .filter(ParamTree.class::isInstance)
                    .map(ParamTree.class::cast)
                    .collect(Collectors.toMap(tag -> tag.getName().toString(), tag -> written(tag.getDescription())));
            Map<String, Component> components = new LinkedHashMap<>();
            if (type.getKind() == Tree.Kind.RECORD) {
                for (Tree member : type.getMembers()) {
                    if (member instanceof VariableTree field
                            && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
                        String name = field.getName().toString();
                        components.put(name, component(field, descriptions.getOrDefault(name, "")));
                    }
                }
            }
            String annotations = type.getModifiers().getAnnotations().toString();
            Matcher named = NAME.matcher(annotations);
            String name = type.getSimpleName().toString();
            return new SourceType(
                    outermost(getCurrentPath()),
                    name,
                    annotations.contains("@Schema") && named.find() ? named.group(1) : name,
                    comment.map(tree -> written(tree.getFullBody())).orElse(""),
                    components);
        }

        private static Component component(VariableTree field, String description) {
            String annotations = field.getModifiers().getAnnotations().toString();
            String type = field.getType().toString();
            return new Component(
                    type,
                    description,
                    type.startsWith("Optional<") || annotations.contains("@Nullable") || type.contains("@Nullable"),
                    annotations.contains("@JsonInclude"),
                    annotations.contains("@JsonUnwrapped") || annotations.contains(".JsonUnwrapped"));
        }

        private static String written(List<? extends DocTree> trees) {
            return trees.stream().map(Object::toString).collect(Collectors.joining());
        }

        private static String outermost(TreePath path) {
            String name = "";
            for (TreePath at = path; at != null; at = at.getParentPath()) {
                if (at.getLeaf() instanceof ClassTree type) {
                    name = type.getSimpleName().toString();
                }
            }
            return name;
        }
    }
}
