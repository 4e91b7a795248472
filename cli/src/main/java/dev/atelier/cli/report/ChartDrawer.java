package dev.atelier.cli.report;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/**
 * Draws charts as SVG with the very library that draws them in the browser, ECharts, which can do so without one. It runs
 * on Rhino, shut off from Java and from the machine. To be used by the thread that opened it.
 */
public final class ChartDrawer implements AutoCloseable {
    /** What charts are drawn on: they are read on white pages and on dark ones. */
    private static final String GROUND = "#ffffff";

    private final Context context;
    private final ScriptableObject scope;
    private final Function draw;

    /** {@code library} is the text of ECharts; reading it takes some seconds. */
    public ChartDrawer(String library) {
        context = Context.enter();
        context.setLanguageVersion(Context.VERSION_ES6);
        // Compiled, its largest function would not fit into a method of the JVM.
        context.setInterpretedMode(true);
        scope = context.initSafeStandardObjects();
        run("draw.js", script());
        run("echarts.js", library);
        draw = (Function) ScriptableObject.getProperty(scope, "draw");
    }

    /**
     * The chart as a whole SVG document.
     *
     * @param option what ECharts draws
     * @param width in pixels
     * @param height in pixels
     */
    public String svg(Map<String, Object> option, int width, int height) {
        Map<String, Object> onGround = new TreeMap<>(option);
        onGround.put("backgroundColor", GROUND);
        return Context.toString(draw.call(context, scope, scope, new Object[] {Json.text(onGround), width, height}));
    }

    @Override
    public void close() {
        Context.exit();
    }

    private void run(String name, String script) {
        context.evaluateString(scope, script, name, 1, null);
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(ChartDrawer.class.getResourceAsStream("draw.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
