package org.lookalike.encoding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.lookalike.imaging.preprocess.ChannelOrder;
import org.lookalike.imaging.preprocess.Layout;
import org.lookalike.imaging.preprocess.Preprocessing;
import org.lookalike.imaging.preprocess.ResizeMode;

/** {@code encoder.json} to and from its record, strictly: every key is needed, no other is allowed. */
final class DescriptionJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<Float> ZEROS = List.of(0f, 0f, 0f);
    private static final List<Float> ONES = List.of(1f, 1f, 1f);
    /** Stands in for a value that has been reported, so that the others can be checked. */
    private static final Preprocessing SOUND =
            new Preprocessing(1, 1, ResizeMode.SQUASH, 0, Layout.NCHW, ChannelOrder.RGB, ZEROS, ONES);

    private DescriptionJson() {}

    static EncoderDescription parse(Path file, String text) {
        DescriptionReader reader;
        try {
            reader = new DescriptionReader(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw EncoderUnusableException.of(file, List.of("not JSON: " + e.getMessage()));
        }
        if (!reader.problems().isEmpty()) {
            throw EncoderUnusableException.of(file, reader.problems());
        }
        EncoderDescription description = new EncoderDescription(
                text(reader, "name"),
                reader.text(
                        "modelSha256", "0".repeat(64), value -> EncoderDescription.requireSha256("modelSha256", value)),
                text(reader, "input"),
                text(reader, "output"),
                reader.integer("dimensions", 1, value -> EncoderDescription.requireDimensions("dimensions", value)),
                preprocessing(reader.object("preprocessing")),
                text(reader, "licence"),
                text(reader, "origin"));
        reader.finish();
        if (!reader.problems().isEmpty()) {
            throw EncoderUnusableException.of(file, reader.problems());
        }
        return description;
    }

    static String format(EncoderDescription description) {
        ObjectNode root = JSON.createObjectNode()
                .put("name", description.name())
                .put("modelSha256", description.modelSha256())
                .put("input", description.input())
                .put("output", description.output())
                .put("dimensions", description.dimensions());
        Preprocessing preprocessing = description.preprocessing();
        ObjectNode nested = root.putObject("preprocessing")
                .put("width", preprocessing.width())
                .put("height", preprocessing.height())
                .put("resizeMode", preprocessing.resizeMode().name())
                .put("cropFromShortSide", preprocessing.cropFromShortSide())
                .put("layout", preprocessing.layout().name())
                .put("channelOrder", preprocessing.channelOrder().name());
        ArrayNode mean = nested.putArray("mean");
        preprocessing.mean().forEach(mean::add);
        ArrayNode std = nested.putArray("std");
        preprocessing.std().forEach(std::add);
        root.put("licence", description.licence()).put("origin", description.origin());
        return root.toPrettyString() + "\n";
    }

    private static String text(DescriptionReader reader, String key) {
        return reader.text(key, "-", value -> EncoderDescription.requireText(key, value));
    }

    /** Each value is tried by itself against the record's own rules, so that one bad value hides no other. */
    private static Preprocessing preprocessing(DescriptionReader reader) {
        int before = reader.problems().size();
        int width = reader.integer("width", 1, value -> sized(value, 1));
        int height = reader.integer("height", 1, value -> sized(1, value));
        ResizeMode resizeMode = reader.oneOf("resizeMode", ResizeMode.SQUASH, ResizeMode.class);
        int crop = reader.integer("cropFromShortSide", 0, value -> {});
        if (reader.problems().size() == before) {
            // The crop's rule depends on the size and the mode, and says nothing while one of those is wrong.
            reader.check(() -> cropped(width, height, resizeMode, crop));
        }
        Layout layout = reader.oneOf("layout", Layout.NCHW, Layout.class);
        ChannelOrder channelOrder = reader.oneOf("channelOrder", ChannelOrder.RGB, ChannelOrder.class);
        List<Float> mean = reader.numbers("mean", ZEROS, value -> normalised(value, ONES));
        List<Float> std = reader.numbers("std", ONES, value -> normalised(ZEROS, value));
        reader.finish();
        return reader.problems().isEmpty()
                ? new Preprocessing(width, height, resizeMode, crop, layout, channelOrder, mean, std)
                : SOUND;
    }

    private static void sized(int width, int height) {
        cropped(width, height, ResizeMode.SQUASH, 0);
    }

    @SuppressWarnings("CheckReturnValue")
    private static void cropped(int width, int height, ResizeMode resizeMode, int crop) {
        new Preprocessing(width, height, resizeMode, crop, Layout.NCHW, ChannelOrder.RGB, ZEROS, ONES);
    }

    private static void normalised(List<Float> mean, List<Float> std) {
        new Preprocessing(1, 1, ResizeMode.SQUASH, 0, Layout.NCHW, ChannelOrder.RGB, mean, std);
    }
}
