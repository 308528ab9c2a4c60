"""Draws one picture and writes it in many formats and variants.

Writes FOLDER/plain/TWIN.png, and FOLDER/TWIN/VARIANT for each file that must look like that one. The files in
FOLDER/truncated and FOLDER/unread must be refused.
"""

import io
import struct
import sys
import zlib
from pathlib import Path

import imagecodecs
import numpy
import tifffile
from PIL import Image, ImageDraw, ImageFilter, ImageOps

WIDTH, HEIGHT = 320, 240
FOLDER = Path(sys.argv[1])


def blurred_noise(random, size):
    noise = random.normal(0, 1, (HEIGHT + 8 * size, WIDTH + 8 * size))
    kernel = numpy.exp(-0.5 * (numpy.arange(-3 * size, 3 * size + 1) / size) ** 2)
    for axis in (0, 1):
        noise = numpy.apply_along_axis(numpy.convolve, axis, noise, kernel / kernel.sum(), "same")
    return noise[4 * size : 4 * size + HEIGHT, 4 * size : 4 * size + WIDTH]


def drawn():
    """Shapes under uneven light, with grain: encoders find little to hold on to in smooth drawings."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    light = numpy.stack([90 + x / 3, 80 + y / 3, 120 - x / 6 + y / 8], -1)
    ground = Image.fromarray(light.clip(0, 255).astype(numpy.uint8))
    pen = ImageDraw.Draw(ground)
    pen.ellipse((40, 40, 180, 180), fill=(170, 90, 70), outline=(220, 210, 200), width=5)
    pen.rectangle((150, 100, 290, 210), fill=(60, 90, 80), outline=(20, 25, 30), width=4)
    for i in range(7):
        pen.line((160 + 18 * i, 105, 175 + 18 * i, 205), fill=(190, 180, 110), width=5)
    pen.polygon([(230, 20), (300, 85), (200, 80)], fill=(235, 235, 240))
    pen.ellipse((80, 85, 130, 130), fill=(40, 40, 60))
    values = numpy.asarray(ground.filter(ImageFilter.GaussianBlur(0.8))).astype(float)
    random = numpy.random.default_rng(7)
    for size, strength in ((1, 8), (2, 18), (4, 40), (16, 160)):
        values += blurred_noise(random, size)[:, :, None] * strength
    values = (values - values.min()) * 255 / (values.max() - values.min())
    return Image.fromarray(values.round().astype(numpy.uint8))


RGB = drawn()
GREY = ImageOps.autocontrast(RGB.convert("L"))
MONO = GREY.point(lambda value: 255 if value > 110 else 0).convert("1")
PALETTE = RGB.quantize(64)
HOLE = RGB.convert("RGBA")
HOLE.putalpha(GREY.point(lambda value: 255 if value > 60 else 0))
ODD = RGB.crop((0, 0, WIDTH - 1, HEIGHT))
TURNED = RGB.transpose(Image.Transpose.ROTATE_90)
rgb = numpy.asarray(RGB)
grey = numpy.asarray(GREY)
wide = grey.astype(numpy.uint32)


def write(twin, variant, content):
    path = FOLDER / twin / variant
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def pil(picture, kind, **options):
    target = io.BytesIO()
    # A copy, for Pillow leaves an encoder's options on the picture.
    picture.copy().save(target, kind, **options)
    return target.getvalue()


def tiff(array, **options):
    target = io.BytesIO()
    tifffile.imwrite(target, array, **options)
    return target.getvalue()


def plain():
    over = Image.new("RGBA", RGB.size, "white")
    over.alpha_composite(HOLE)
    five = (rgb.astype(int) >> [3, 2, 3]) * 255 // [31, 63, 31]
    for twin, picture in dict(
        rgb=RGB, grey=GREY, mono=MONO, palette=PALETTE, odd=ODD, hole=over.convert("RGB"), bits565=Image.fromarray(five.astype(numpy.uint8))
    ).items():
        write("plain", twin + ".png", pil(picture, "PNG"))


def tiffs():
    planes = numpy.moveaxis(rgb, 2, 0)
    separate = dict(photometric="rgb", planarconfig="separate")
    write("rgb", "tiff strips", tiff(rgb, rowsperstrip=16))
    write("rgb", "tiff tiles", tiff(rgb, tile=(64, 64)))
    for compression in ("lzw", "adobe_deflate", "deflate", "packbits", "jpeg"):
        write("rgb", "tiff " + compression, tiff(rgb, compression=compression))
    for compression in ("zstd", "lzma", "webp", "jpeg2000"):
        write("unread", "tiff " + compression, tiff(rgb, compression=compression))
    write("rgb", "tiff lzw with predictor", tiff(rgb, compression="lzw", predictor=True))
    write("rgb", "tiff jpeg in tiles", tiff(rgb, compression="jpeg", tile=(64, 64)))
    write("rgb", "tiff planar", tiff(planes, **separate))
    write("rgb", "tiff planar tiles, deflate", tiff(planes, tile=(64, 64), compression="zlib", **separate))
    write("rgb", "tiff big-endian", tiff(rgb, byteorder=">"))
    write("rgb", "bigtiff", tiff(rgb, bigtiff=True))
    write("rgb", "bigtiff big-endian, lzw", tiff(rgb, bigtiff=True, byteorder=">", compression="lzw"))
    pages = [Image.new("RGB", (50, 40)), GREY.copy()]
    write("rgb", "tiff first of three pages", pil(RGB, "TIFF", save_all=True, append_images=pages))
    write("rgb", "tiff orientation 6", pil(TURNED, "TIFF", tiffinfo={274: 6}))
    write("rgb", "tiff alpha", pil(RGB.convert("RGBA"), "TIFF"))
    write("rgb", "tiff cmyk", pil(RGB.convert("CMYK"), "TIFF"))
    write("rgb", "tiff cmyk, lzw", pil(RGB.convert("CMYK"), "TIFF", compression="tiff_lzw"))
    write("rgb", "tiff ycbcr", pil(RGB.convert("YCbCr"), "TIFF"))
    write("rgb", "tiff lab", pil(RGB.convert("LAB"), "TIFF"))
    write("palette", "tiff palette", pil(PALETTE, "TIFF"))
    for compression in ("raw", "group3", "group4", "packbits"):
        write("mono", "tiff 1 bit, " + compression, pil(MONO, "TIFF", compression=compression))
    write("grey", "tiff 8 bits", pil(GREY, "TIFF"))
    write("grey", "tiff white is zero", tiff(255 - grey, photometric="miniswhite"))
    write("grey", "tiff 16 bits", tiff(grey.astype(numpy.uint16) * 257))
    write("rgb", "tiff 16 bits rgb", tiff(rgb.astype(numpy.uint16) * 257))
    write("grey", "tiff 16 bits, lzw with predictor", tiff(grey.astype(numpy.uint16) * 257, compression="lzw", predictor=True))
    write("grey", "tiff 12 of 16 bits", tiff((wide * 4095 // 255).astype(numpy.uint16)))
    stated = [(340, 3, 1, 0, True), (341, 3, 1, 1800, True)]
    write("grey", "tiff SMaxSampleValue 1800", tiff((wide * 1800 // 255).astype(numpy.uint16), extratags=stated))
    write("grey", "tiff 16 bits signed", tiff(grey.astype(numpy.int16) * 128))
    write("grey", "tiff thermal band", tiff((7000 + wide * 500 // 255).astype(numpy.uint16)))
    write("grey", "tiff 32 bits", tiff(wide * 16843009))
    write("grey", "tiff 16 of 32 bits", tiff(wide * 257))
    write("grey", "tiff float to 1", tiff(grey.astype(numpy.float32) / 255))
    write("grey", "tiff float to 255", tiff(grey.astype(numpy.float32)))
    write("grey", "tiff float to 65535", tiff(grey.astype(numpy.float32) * 257))
    write("rgb", "tiff float rgb, deflate with predictor", tiff(rgb.astype(numpy.float32) / 255, compression="zlib", predictor=True))
    write("grey", "tiff float, 20 to 35 degrees", tiff(20 + grey.astype(numpy.float32) / 255 * 15))
    write("grey", "tiff float of 16 bits", tiff((grey.astype(numpy.float32) / 255).astype(numpy.float16)))
    write("grey", "tiff float of 64 bits", tiff(grey.astype(numpy.float64) / 255))


def webps():
    exif = Image.Exif()
    exif[274] = 6
    animation = dict(save_all=True, append_images=[Image.new("RGB", RGB.size)], duration=100)
    write("rgb", "webp lossy", pil(RGB, "WEBP", quality=95))
    write("rgb", "webp lossy, fastest", pil(RGB, "WEBP", quality=100, method=0))
    write("rgb", "webp lossless", pil(RGB, "WEBP", lossless=True))
    write("hole", "webp alpha, lossy", pil(HOLE, "WEBP", quality=95))
    write("hole", "webp alpha, lossless", pil(HOLE, "WEBP", lossless=True))
    write("rgb", "webp animated, lossy", pil(RGB, "WEBP", quality=95, **animation))
    write("rgb", "webp animated, lossless", pil(RGB, "WEBP", lossless=True, **animation))
    write("rgb", "webp orientation 6", pil(TURNED, "WEBP", quality=95, exif=exif))
    lossy = pil(RGB, "WEBP", quality=95)
    write("truncated", "webp, half", lossy[: len(lossy) // 2])


def anymaps():
    size = b"%d %d\n" % (WIDTH, HEIGHT)
    write("mono", "pbm", pil(MONO, "PPM"))
    write("grey", "pgm", pil(GREY, "PPM"))
    write("rgb", "ppm", pil(RGB, "PPM"))
    write("rgb", "ppm with a comment", b"P6\n# a comment\n" + size + b"255\n" + rgb.tobytes())
    bits = "\n".join("0" if value else "1" for value in numpy.asarray(MONO).ravel())
    write("mono", "pbm, plain", b"P1\n" + size + bits.encode())
    write("grey", "pgm, plain", b"P2\n" + size + b"255\n" + "\n".join(map(str, grey.ravel())).encode())
    write("rgb", "ppm, plain", b"P3\n" + size + b"255\n" + "\n".join(map(str, rgb.ravel())).encode())
    for maximum, kind in ((100, "u1"), (4095, ">u2"), (65535, ">u2")):
        samples = ((wide * maximum + 127) // 255).astype(kind).tobytes()
        write("grey", "pgm to %d" % maximum, b"P5\n" + size + b"%d\n" % maximum + samples)
        write("grey", "pam to %d" % maximum, pam(1, maximum, "GRAYSCALE") + samples)
    write("rgb", "pam rgb", pam(3, 255, "RGB") + rgb.tobytes())
    write("hole", "pam rgb with alpha", pam(4, 255, "RGB_ALPHA") + numpy.asarray(HOLE).tobytes())
    write("mono", "pam black and white", pam(1, 1, "BLACKANDWHITE") + numpy.asarray(MONO).astype("u1").tobytes())
    write("grey", "pfm", b"Pf\n" + size + b"-1.0\n" + (grey[::-1].astype("<f4") / 255).tobytes())
    write("truncated", "ppm, half", pil(RGB, "PPM")[: rgb.size // 2])


def pam(depth, maximum, kind):
    lines = "P7\nWIDTH %d\nHEIGHT %d\nDEPTH %d\nMAXVAL %d\nTUPLTYPE %s\nENDHDR\n"
    return (lines % (WIDTH, HEIGHT, depth, maximum, kind)).encode()


def others():
    write("unread", "avif", pil(RGB, "AVIF"))
    write("unread", "jpeg 2000", pil(RGB, "JPEG2000"))
    write("unread", "jpeg 2000 codestream", pil(RGB, "JPEG2000", no_jp2=True))
    write("unread", "jpeg xl", imagecodecs.jpegxl_encode(rgb))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png16(values, significant=None):
    values = values.astype(">u2")
    colours = 1 if values.ndim == 2 else 3
    rows = b"".join(b"\0" + row.tobytes() for row in values)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 0 if colours == 1 else 2, 0, 0, 0)
    stated = chunk(b"sBIT", bytes([significant] * colours)) if significant else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + stated + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pngs():
    for bits in (10, 12, 14):
        values = wide * (2**bits - 1) // 255
        write("grey", "png %d of 16 bits" % bits, png16(values))
        write("grey", "png %d of 16 bits, sBIT" % bits, png16(values, bits))
        write("grey", "png upper %d of 16 bits, sBIT" % bits, png16(values << (16 - bits), bits))
        write("rgb", "png %d of 16 bits rgb" % bits, png16(rgb.astype(numpy.uint32) * (2**bits - 1) // 255))
    write("grey", "png 16 bits", png16(wide * 257))
    write("rgb", "png 16 bits rgb", png16(rgb.astype(numpy.uint32) * 257))
    write("grey", "png 8 of 16 bits", png16(wide))
    thermal = 7800 + wide * 400 // 255
    write("grey", "png thermal band", png16(thermal))
    thermal[5, 5], thermal[9, 200] = 65535, 0
    write("grey", "png thermal band, dead pixels", png16(thermal))
    whole = pil(PALETTE, "PNG")
    broken = dict(
        pHYs=b"\0\0", tEXt=b"no separator", iCCP=b"broken", zTXt=b"k\0\0junk", iTXt=b"x", cHRM=b"\0", gAMA=b"\0", sRGB=b"",
        bKGD=b"", hIST=b"\0", tIME=b"\0\0", sPLT=b"a", sBIT=b"", eXIf=b"II",
    )
    for name, content in broken.items():
        write("palette", "png palette, broken " + name, whole[:33] + chunk(name.encode(), content) + whole[33:])


def jpegs():
    whole = pil(RGB, "JPEG", quality=95)
    progressive = pil(RGB, "JPEG", quality=95, progressive=True)
    end = whole[-2:]
    write("rgb", "jpeg", whole)
    write("rgb", "jpeg progressive", progressive)
    write("rgb", "jpeg cmyk", pil(RGB.convert("CMYK"), "JPEG", quality=95))
    write("rgb", "jpeg without end marker", whole[:-2])
    write("rgb", "jpeg without end marker, zeros", whole[:-2] + bytes(3000))
    maker = b"SEFH\x01\xff\x9a\x02\xff\xe5\x7f" + bytes(range(256)) * 20 + b"SEFT"
    write("rgb", "jpeg without end marker, maker's data", whole[:-2] + maker)
    write("rgb", "jpeg progressive without end marker", progressive[:-2])
    six = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    empty = b"MM\0*\0\0\0\x08\0\0\0\0\0\0"
    turned = pil(TURNED, "JPEG", quality=95)
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(body) + 8) + b"Exif\0\0" + body for body in (six, empty))
    write("rgb", "jpeg orientation 6, then an empty Exif segment", turned[:2] + segments + turned[2:])
    half = whole[: len(whole) // 2]
    write("truncated", "jpeg, half", half)
    write("truncated", "jpeg, half and end marker", half + end)
    write("truncated", "jpeg, half and zeros", half + bytes(5000))
    write("truncated", "jpeg, most and end marker", whole[: len(whole) * 95 // 100] + end)
    write("truncated", "jpeg progressive, half and end marker", progressive[: len(progressive) // 2] + end)
    write("truncated", "jpeg progressive, a tenth and end marker", progressive[: len(progressive) // 10] + end)


def gifs():
    whole = pil(PALETTE, "GIF")
    noise = Image.effect_noise(RGB.size, 90).convert("P")
    animated = pil(PALETTE, "GIF", save_all=True, append_images=[noise], duration=50)
    write("palette", "gif", whole)
    write("palette", "gif animated", animated)
    write("palette", "gif without trailer", whole[:-1])
    write("palette", "gif with a stray zero", whole[:-1] + b"\0" + whole[-1:])
    write("palette", "gif with a cut second frame", animated[: (len(whole) + len(animated)) // 2])
    write("truncated", "gif, half", whole[: len(whole) // 2])


def bmp(information, pixels):
    return b"BM" + struct.pack("<IHHI", 14 + len(information) + len(pixels), 0, 0, 14 + len(information)) + information + pixels


def information(length, height=HEIGHT, bits=24, compression=0, width=WIDTH):
    return struct.pack("<IiiHHIIiiII", length, width, height, 1, bits, compression, 0, 2835, 2835, 0, 0)


def bmps():
    whole = pil(RGB, "BMP")
    pixels = whole[54:]
    odd = numpy.asarray(ODD)
    rows = b"".join(row[:, ::-1].tobytes() + b"\0\0\0" for row in odd)
    write("rgb", "bmp", whole)
    write("odd", "bmp from the top", bmp(information(40, -HEIGHT, width=WIDTH - 1), rows))
    write("odd", "bmp from the top, last padding missing", bmp(information(40, -HEIGHT, width=WIDTH - 1), rows)[:-3])
    write("odd", "bmp, last padding missing", pil(ODD, "BMP")[:-3])
    write("rgb", "bmp, reserved fields used", whole[:6] + b"\x01\x02\x03\x04" + whole[10:])
    opaque = numpy.dstack([rgb[::-1, :, ::-1], numpy.zeros((HEIGHT, WIDTH), numpy.uint8)]).tobytes()
    masks = struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)
    four = lambda alpha: information(108, bits=32, compression=3) + masks + struct.pack("<I", alpha) + b"BGRs" + bytes(48)
    write("rgb", "bmp bit fields, alpha zero everywhere", bmp(four(0xFF000000), opaque))
    write("rgb", "bmp bit fields, no alpha", bmp(four(0), opaque))
    hole = numpy.asarray(HOLE)
    write("hole", "bmp bit fields, alpha", bmp(four(0xFF000000), hole[::-1][:, :, [2, 1, 0, 3]].tobytes()))
    write("rgb", "bmp 32 bits", bmp(information(40, bits=32), opaque))
    red, green, blue = (rgb[::-1, :, i].astype("<u2") for i in range(3))
    sixteen = ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3)
    masks16 = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    write("bits565", "bmp 565", bmp(information(40, bits=16, compression=3) + masks16, sixteen.astype("<u2").tobytes()))
    write("rgb", "bmp os2 1.x", bmp(struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 24), pixels))
    write("rgb", "bmp os2 2.x", bmp(information(64) + bytes(24), pixels))
    palette = pil(PALETTE, "BMP")
    colours = struct.unpack("<I", palette[10:14])[0]
    write("palette", "bmp palette", palette)
    header = struct.pack("<I", 64) + palette[18:54] + bytes(24)
    write("palette", "bmp os2 2.x palette", bmp(header + palette[54:colours], palette[colours:]))
    write("truncated", "bmp, half", whole[: len(whole) // 2])


def profile(colours):
    """A colour profile of linear light: gamma 1.0, and the primaries of Adobe RGB."""
    fixed = lambda *values: b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)
    gamma = b"curv\0\0\0\0" + struct.pack(">I", 0)
    tags = {b"wtpt": fixed(0.9642, 1, 0.8249)}
    if colours == b"GRAY":
        tags[b"kTRC"] = gamma
    else:
        tags.update({b"rXYZ": fixed(0.6097, 0.3111, 0.0195), b"gXYZ": fixed(0.2053, 0.6257, 0.0609), b"bXYZ": fixed(0.1492, 0.0632, 0.7446)})
        tags.update({b"rTRC": gamma, b"gTRC": gamma, b"bTRC": gamma})
    table, data = b"", b""
    for name, content in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(content))
        data += content
    body = struct.pack(">I", len(tags)) + table + data
    dates = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    header = struct.pack(">I", 128 + len(body)) + bytes(4) + b"\x02\x40\0\0mntr" + colours + b"XYZ " + dates + b"acsp"
    return header.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061) + bytes(48) + body


def profiles():
    for kind in ("PNG", "TIFF", "WEBP"):
        options = dict(lossless=True) if kind == "WEBP" else {}
        write("rgb", kind.lower() + " with a linear profile", pil(RGB, kind, icc_profile=profile(b"RGB "), **options))
    write("rgb", "jpeg with a linear profile", pil(RGB, "JPEG", quality=95, icc_profile=profile(b"RGB ")))
    for kind in ("PNG", "TIFF"):
        write("grey", kind.lower() + " grey with a linear profile", pil(GREY, kind, icc_profile=profile(b"GRAY")))


for draw in (plain, profiles, tiffs, webps, anymaps, others, pngs, jpegs, gifs, bmps):
    draw()
