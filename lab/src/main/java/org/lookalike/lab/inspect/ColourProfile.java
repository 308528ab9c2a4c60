package org.lookalike.lab.inspect;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.icc.IccDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;

/** Names the ICC profile that is embedded in an image. */
final class ColourProfile {
    private ColourProfile() {}

    /** The profile's own description, or else that there is none or that it cannot be read. */
    static String describe(byte[] image) {
        try {
            IccDirectory profile = ImageMetadataReader.readMetadata(new ByteArrayInputStream(image), image.length)
                    .getFirstDirectoryOfType(IccDirectory.class);
            return profile == null
                    ? "none"
                    : Objects.requireNonNullElse(
                            profile.getDescription(IccDirectory.TAG_TAG_desc), "one without a description");
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            // The library fails in many ways on metadata that no program should have written.
            return "not readable";
        }
    }
}
