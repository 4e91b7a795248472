package dev.atelier.djl.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import dev.atelier.contracts.check.Violation;
import dev.atelier.trainer.algorithm.EngineUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * PyTorch as DJL packages it. It is started when first requested, takes its native library from the class path or from
 * {@code PYTORCH_LIBRARY_PATH}, and never looks for one in the network. Threads are the whole process's, so one job at a
 * time decides them.
 */
public final class Torch {
    private static final Logger LOG = Logger.getLogger(Torch.class);
    private static final Pattern CUDA = Pattern.compile("cuda:(\\d+)");

    private Torch() {}

    public static Engine engine() {
        return Holder.ENGINE;
    }

    /**
     * Makes sure that it can be used.
     *
     * @throws EngineUnavailableException if it cannot be loaded
     */
    public static void start() {
        try {
            engine();
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            throw new EngineUnavailableException("PyTorch cannot be loaded: " + cause.getMessage(), e);
        }
    }

    /** Starts it and no more, which leaves its native library unpacked in {@code ENGINE_CACHE_DIR}: for container images. */
    public static void main(String[] arguments) {
        engine();
    }

    /** Versions of what takes part in the arithmetic. */
    public static Map<String, String> versions() {
        return Map.of("djl", Engine.getDjlVersion(), "pytorch", engine().getVersion());
    }

    /** Threads that one operation is cut into. */
    public static void useThreads(int threads) {
        engine();
        JniUtils.setNumThreads(threads);
    }

    /** What is wrong with a job's {@code runtime.device} on this machine. */
    public static Optional<Violation> deviceViolation(String device) {
        Matcher cuda = CUDA.matcher(device);
        if (!cuda.matches()) {
            return Optional.empty();
        }
        int devices = engine().getGpuCount();
        if (Integer.parseInt(cuda.group(1)) < devices) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                "runtime.device",
                device,
                devices == 0
                        ? "cpu or auto: this trainer has no CUDA device"
                        : "cpu, auto, or cuda:0 to cuda:" + (devices - 1)));
    }

    /**
     * The device that a job trains on.
     *
     * @param device {@code auto} for the first CUDA device where there is one, {@code cpu}, or {@code cuda:N}
     */
    public static Device device(String device) {
        Matcher cuda = CUDA.matcher(device);
        if (cuda.matches()) {
            return Device.gpu(Integer.parseInt(cuda.group(1)));
        }
        return device.equals("auto") && engine().getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    /** A device's name as jobs have it. */
    public static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    private static final class Holder {
        static final Engine ENGINE = start();

        private static Engine start() {
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            Engine engine = Engine.getEngine("PyTorch");
            LOG.infof(
                    "PyTorch %s sees %d CUDA devices; jobs with device auto train on %s",
                    engine.getVersion(), engine.getGpuCount(), engine.getGpuCount() > 0 ? "cuda:0" : "cpu");
            return engine;
        }
    }
}
