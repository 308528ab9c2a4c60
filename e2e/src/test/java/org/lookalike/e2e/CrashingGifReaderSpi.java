package org.lookalike.e2e;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** A decoder of GIF pictures that ends the process, in place of the JDK's. */
final class CrashingGifReaderSpi extends ImageReaderSpi {
    private static final String MEDIA_TYPE = "image/gif";

    private CrashingGifReaderSpi() {
        super(
                "test",
                "1",
                new String[] {"gif"},
                new String[] {"gif"},
                new String[] {MEDIA_TYPE},
                CrashingGifReaderSpi.class.getName(),
                new Class<?>[] {ImageInputStream.class},
                null,
                false,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }

    /** Has the pictures of this process decoded so from now on. */
    static void install() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        CrashingGifReaderSpi crashing = new CrashingGifReaderSpi();
        registry.registerServiceProvider(crashing);
        registry.getServiceProviders(ImageReaderSpi.class, false).forEachRemaining(other -> {
            if (other != crashing && other.getMIMETypes() != null && isGif(other)) {
                registry.setOrdering(ImageReaderSpi.class, crashing, other);
            }
        });
    }

    private static boolean isGif(ImageReaderSpi other) {
        for (String type : other.getMIMETypes()) {
            if (type.equals(MEDIA_TYPE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean canDecodeInput(Object source) {
        return true;
    }

    @Override
    public ImageReader createReaderInstance(@Nullable Object extension) {
        return new CrashingReader(this);
    }

    @Override
    public String getDescription(Locale locale) {
        return "crashes";
    }

    private static final class CrashingReader extends ImageReader {
        CrashingReader(ImageReaderSpi spi) {
            super(spi);
        }

        @Override
        public int getNumImages(boolean allowSearch) {
            return 1;
        }

        @Override
        public int getWidth(int image) {
            return 1;
        }

        @Override
        public int getHeight(int image) {
            return 1;
        }

        @Override
        public Iterator<ImageTypeSpecifier> getImageTypes(int image) {
            return Collections.emptyIterator();
        }

        @Override
        public @Nullable IIOMetadata getStreamMetadata() {
            return null;
        }

        @Override
        public @Nullable IIOMetadata getImageMetadata(int image) {
            return null;
        }

        @Override
        public BufferedImage read(int image, @Nullable ImageReadParam parameters) {
            NativeCrash.now();
            return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        }
    }
}
