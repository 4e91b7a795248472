package dev.atelier.pipeline;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** String literals of Java files, joined where they are concatenated. */
final class JavaTexts extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Text> found;

    /** @param text with expressions in braces */
    record Text(Path file, int line, String text) {}

    private JavaTexts(CompilationUnitTree unit, SourcePositions positions, List<Text> found) {
        this.unit = unit;
        this.positions = positions;
        this.found = found;
    }

    static List<Text> of(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> found = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new JavaTexts(unit, positions, found).scan(unit, null);
            }
        }
        return found;
    }

    @Override
    public Void visitAnnotation(AnnotationTree annotation, Void none) {
        boolean isForCompilers = annotation.getAnnotationType().toString().equals("SuppressWarnings");
        return isForCompilers ? null : super.visitAnnotation(annotation, null);
    }

    @Override
    public Void visitBinary(BinaryTree binary, Void none) {
        if (!isText(binary)) {
            return super.visitBinary(binary, null);
        }
        add(binary);
        scanExpressions(binary);
        return null;
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void none) {
        if (isText(literal)) {
            add(literal);
        }
        return null;
    }

    /** Finds the literals in those expressions that a text contains. */
    private void scanExpressions(Tree tree) {
        if (tree instanceof BinaryTree binary && isText(binary)) {
            scanExpressions(binary.getLeftOperand());
            scanExpressions(binary.getRightOperand());
        } else if (!(tree instanceof LiteralTree)) {
            scan(tree, null);
        }
    }

    private void add(Tree tree) {
        long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        found.add(new Text(Path.of(unit.getSourceFile().toUri()), (int) line, text(tree)));
    }

    private static boolean isText(Tree tree) {
        return switch (tree) {
            case LiteralTree literal -> literal.getValue() instanceof String;
            case BinaryTree binary ->
                binary.getKind() == Tree.Kind.PLUS
                        && (isText(binary.getLeftOperand()) || isText(binary.getRightOperand()));
            case ParenthesizedTree inner -> isText(inner.getExpression());
            default -> false;
        };
    }

    private static String text(Tree tree) {
        return switch (tree) {
            case LiteralTree literal when literal.getValue() instanceof String text -> text;
            case BinaryTree binary
            when isText(binary) -> text(binary.getLeftOperand()) + text(binary.getRightOperand());
            case ParenthesizedTree inner when isText(inner) -> text(inner.getExpression());
            default -> "{" + tree.toString().replaceAll("\\s+", " ") + "}";
        };
    }
}
