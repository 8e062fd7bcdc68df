package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's indices: negative ones count from the end; a string's count characters, not UTF-16 units. */
final class Slices {
    private Slices() {}

    static Object slice(Object value, Object from, Object to, Object step) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(value instanceof String) && !(value instanceof List)) {
            throw JinjaException.failed(
                    "expected a list or a string to take a slice of, found " + Values.typeName(value));
        }
        long stride = bound(step, 1);
        if (stride == 0) {
            throw JinjaException.failed("a slice can't have the step 0");
        }
        List<Object> elements = Values.elements(value);
        long length = elements.size();
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? length : length - 1;
        long start = clamp(bound(from, stride > 0 ? 0 : Long.MAX_VALUE), from, length, lowest, highest);
        long end = to == None.NONE ? (stride > 0 ? length : -1) : clamp(bound(to, 0), to, length, lowest, highest);
        List<Object> part = new ArrayList<>();
        if (stride > 0) {
            for (long i = start; i < end; i += stride) {
                part.add(elements.get((int) i));
                if (stride > length) {
                    break;
                }
            }
        } else {
            for (long i = start; i > end; i += stride) {
                part.add(elements.get((int) i));
                if (-stride > length) {
                    break;
                }
            }
        }
        return Rendering.made(
                value instanceof String ? concatenate(part) : value instanceof Tuple ? new Tuple(part) : part);
    }

    private static long clamp(long index, Object given, long length, long lowest, long highest) {
        long absolute = given != None.NONE && index < 0 ? index + length : index;
        return Math.max(lowest, Math.min(highest, absolute));
    }

    private static long bound(Object value, long absent) {
        if (value == None.NONE) {
            return absent;
        } else if (value instanceof Long index) {
            return Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, index));
        }
        throw JinjaException.failed("expected an integer in a slice, found " + Values.typeName(value));
    }

    private static String concatenate(List<Object> characters) {
        StringBuilder out = new StringBuilder();
        characters.forEach(out::append);
        return out.toString();
    }

    /** The element at an index, or an undefined value outside of the list. */
    static Object element(List<Object> elements, long index) {
        long absolute = index < 0 ? index + elements.size() : index;
        return absolute < 0 || absolute >= elements.size()
                ? new Undefined("element " + index + " of a list of " + elements.size())
                : elements.get((int) absolute);
    }
}
