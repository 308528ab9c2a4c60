package org.lookalike.imaging.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PreprocessingTest {
    private static final List<Float> ONES = List.of(1f, 1f, 1f);

    @Test
    void isNotChangedByItsCallersLists() {
        List<Float> mean = new ArrayList<>(ONES);
        Preprocessing preprocessing = squash(224, 224, mean, ONES);
        mean.set(0, 9f);
        assertThat(preprocessing.mean()).isEqualTo(ONES);
    }

    @Test
    void hasOneStableLineForHashing() {
        var preprocessing = new Preprocessing(
                224, 192, ResizeMode.CENTER_CROP, 256, Layout.NCHW, ChannelOrder.BGR, List.of(0f, -0f, 127.5f), ONES);
        assertThat(preprocessing.canonical())
                .isEqualTo("preprocessing/1 width=224 height=192 resize=CENTER_CROP short-side=256 layout=NCHW"
                        + " channels=BGR mean=0.0,0.0,127.5 std=1.0,1.0,1.0");
    }

    @Test
    void asksTheDecoderForWhatTheResizeNeeds() {
        assertThat(squash(224, 100, ONES, ONES).decodeShortSide()).isEqualTo(224);
        assertThat(new Preprocessing(224, 100, ResizeMode.CENTER_CROP, 256, Layout.NCHW, ChannelOrder.RGB, ONES, ONES)
                        .decodeShortSide())
                .isEqualTo(256);
    }

    @Test
    void rejectsNamingTheComponent() {
        assertRejected(() -> squash(0, 1, ONES, ONES), "width");
        assertRejected(() -> squash(1, 4_097, ONES, ONES), "height");
        assertRejected(() -> squash(1, 1, List.of(1f), ONES), "mean");
        assertRejected(() -> squash(1, 1, List.of(1f, 1f, Float.NaN), ONES), "mean");
        assertRejected(() -> squash(1, 1, ONES, List.of(1f, 0f, 1f)), "std");
        assertRejected(
                () -> new Preprocessing(1, 1, ResizeMode.SQUASH, 5, Layout.NCHW, ChannelOrder.RGB, ONES, ONES),
                "cropFromShortSide");
        assertRejected(
                () -> new Preprocessing(8, 9, ResizeMode.CENTER_CROP, 8, Layout.NCHW, ChannelOrder.RGB, ONES, ONES),
                "cropFromShortSide");
    }

    private static Preprocessing squash(int width, int height, List<Float> mean, List<Float> std) {
        return new Preprocessing(width, height, ResizeMode.SQUASH, 0, Layout.NCHW, ChannelOrder.RGB, mean, std);
    }

    private static void assertRejected(Runnable construction, String name) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name);
    }
}
