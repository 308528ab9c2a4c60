package org.lookalike.encoding.onnx;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.util.Set;
import org.lookalike.encoding.EncoderDescription;
import org.lookalike.encoding.EncoderUnusableException;

/** DJL's ONNX Runtime engine, kept off the network, and the session settings for each device. */
final class OnnxRuntime {
    private static final String ENGINE = "OnnxRuntime";

    private final Engine engine;

    private OnnxRuntime(Engine engine) {
        this.engine = engine;
    }

    /** The process has one engine; starting it again returns the same one. */
    static OnnxRuntime start() {
        // DJL reads these when its first engine loads: no model zoo, no call to a cloud's metadata address.
        setUnlessPresent("ai.djl.offline", "true");
        setUnlessPresent("OPT_OUT_TRACKING", "true");
        return new OnnxRuntime(Engine.getEngine(ENGINE));
    }

    /** An empty model of which DJL itself chooses no device: the session options alone do. */
    Model newModel(String name) {
        return engine.newModel(name, ai.djl.Device.cpu());
    }

    /**
     * Session options with the device's provider.
     *
     * @throws EncoderUnusableException if this build of ONNX Runtime lacks the provider, or it does not start
     */
    OrtSession.SessionOptions sessionOptions(OnnxOptions options, EncoderDescription description) {
        Set<OrtProvider> available = OrtEnvironment.getAvailableProviders();
        OrtSession.SessionOptions session = new OrtSession.SessionOptions();
        try {
            session.setIntraOpNumThreads(options.intraOpThreads());
            switch (options.device()) {
                case CPU -> {}
                case CUDA -> {
                    require(OrtProvider.CUDA, available, options);
                    session.addCUDA(options.deviceIndex());
                }
                case TENSORRT -> {
                    require(OrtProvider.TENSOR_RT, available, options);
                    require(OrtProvider.CUDA, available, options);
                    addTensorRt(session, options, description);
                    session.addCUDA(options.deviceIndex());
                }
            }
            if (options.device() != OnnxOptions.Device.CPU && options.wholeModelOnDevice()) {
                // Without this, ONNX Runtime gives whatever the GPU cannot take to the CPU and says so only in its log.
                session.addConfigEntry("session.disable_cpu_ep_fallback", "1");
            }
            return session;
        } catch (OrtException e) {
            session.close();
            throw new EncoderUnusableException(
                    "device %s %d was asked for but does not start: %s; the encoder is not run on the CPU instead"
                            .formatted(options.device(), options.deviceIndex(), e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static void addTensorRt(
            OrtSession.SessionOptions session, OnnxOptions options, EncoderDescription description)
            throws OrtException {
        try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(options.deviceIndex())) {
            // One plan for all batch sizes; otherwise TensorRT builds anew whenever a larger batch arrives.
            provider.add("trt_profile_min_shapes", profile(description, 1));
            provider.add("trt_profile_opt_shapes", profile(description, options.maxBatch()));
            provider.add("trt_profile_max_shapes", profile(description, options.maxBatch()));
            session.addTensorrt(provider);
        }
    }

    private static String profile(EncoderDescription description, int batch) {
        long[] shape = ModelShape.input(description.preprocessing(), batch);
        return "%s:%dx%dx%dx%d".formatted(description.input(), shape[0], shape[1], shape[2], shape[3]);
    }

    private static void require(OrtProvider provider, Set<OrtProvider> available, OnnxOptions options) {
        if (!available.contains(provider)) {
            throw new EncoderUnusableException(
                    "device %s was asked for, but this build of ONNX Runtime has only %s: build with the Maven profile"
                                    .formatted(options.device(), available)
                            + " gpu on a machine with an NVIDIA GPU, or set the device to CPU");
        }
    }

    private static void setUnlessPresent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
