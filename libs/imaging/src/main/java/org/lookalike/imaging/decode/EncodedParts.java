package org.lookalike.imaging.decode;

import java.util.ArrayList;
import java.util.List;

/** The parts of a file that a decoder needs, seen as one file without copying them. */
final class EncodedParts {
    private final List<Part> parts = new ArrayList<>();
    private long length;

    private record Part(ByteView view, int from, int to, long start) {
        long end() {
            return start + to - from;
        }
    }

    static EncodedParts whole(ByteView view) {
        return new EncodedParts().add(view, 0, view.length());
    }

    /** Appends a part of the file. */
    EncodedParts add(ByteView view, long from, long to) {
        Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last != null && last.view.bytes() == view.bytes() && last.to == from) {
            parts.set(parts.size() - 1, new Part(last.view, last.from, Math.toIntExact(to), last.start));
        } else {
            parts.add(new Part(view, Math.toIntExact(from), Math.toIntExact(to), length));
        }
        length += to - from;
        return this;
    }

    /** Appends bytes that the file lacks. */
    EncodedParts add(byte... bytes) {
        return add(new ByteView(bytes), 0, bytes.length);
    }

    /** Appends what others are made of. */
    EncodedParts add(EncodedParts others) {
        for (Part part : others.parts) {
            add(part.view, part.from, part.to);
        }
        return this;
    }

    /** A copy of all. */
    byte[] toBytes() {
        byte[] bytes = new byte[Math.toIntExact(length)];
        read(0, bytes, 0, bytes.length);
        return bytes;
    }

    long length() {
        return length;
    }

    /**
     * Copies bytes, as many as there are: readers rely on getting all that they ask for.
     *
     * @return how many; -1 at the end
     */
    int read(long position, byte[] target, int offset, int wanted) {
        if (position >= length) {
            return -1;
        }
        int count = (int) Math.min(wanted, length - position);
        int copied = 0;
        for (int i = find(position); copied < count; i++) {
            Part part = parts.get(i);
            long from = position + copied;
            int next = (int) Math.min(count - copied, part.end() - from);
            System.arraycopy(part.view.bytes(), (int) (part.from + from - part.start), target, offset + copied, next);
            copied += next;
        }
        return count;
    }

    /** One byte, 0 to 255; -1 at the end. */
    int read(long position) {
        if (position >= length) {
            return -1;
        }
        Part part = parts.get(find(position));
        return part.view.unsignedByte((int) (part.from + position - part.start));
    }

    private int find(long position) {
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (position < parts.get(middle).end()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
