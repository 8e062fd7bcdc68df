package org.greater4j.web.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two texts held against each other, word by word.
 *
 * @param pieces in reading order, none empty; what was removed stands before what was put there
 */
public record WordDiff(List<Piece> pieces) {
    // a word with the space before it, or one sign of another kind as people see it
    private static final Pattern WORD = Pattern.compile("\\s*(?:[\\p{L}\\p{N}\\p{M}_]+|\\X)");
    private static final int MOST_WORDS = 4000;
    private static final int LONGEST_ISLAND = 2;

    public WordDiff {
        pieces = List.copyOf(pieces);
    }

    /** Compares two texts; where too much of long ones differs, that part is given as replaced as a whole. */
    public static WordDiff of(String before, String after) {
        List<String> former = words(before);
        List<String> latter = words(after);
        int begin = 0;
        while (begin < Math.min(former.size(), latter.size())
                && former.get(begin).equals(latter.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < Math.min(former.size(), latter.size()) - begin
                && former.get(former.size() - 1 - end).equals(latter.get(latter.size() - 1 - end))) {
            end++;
        }
        Collector collector = new Collector();
        collector.add(Piece.Kind.SAME, former.subList(0, begin));
        between(former.subList(begin, former.size() - end), latter.subList(begin, latter.size() - end), collector);
        collector.add(Piece.Kind.SAME, former.subList(former.size() - end, former.size()));
        return new WordDiff(collector.pieces());
    }

    /** The former text, with what the latter lacks marked. */
    public List<Piece> before() {
        return without(Piece.Kind.ADDED);
    }

    /** The latter text, with what the former lacks marked. */
    public List<Piece> after() {
        return without(Piece.Kind.REMOVED);
    }

    /** Whether the texts are equal. */
    public boolean same() {
        return pieces.stream().allMatch(piece -> piece.kind() == Piece.Kind.SAME);
    }

    private List<Piece> without(Piece.Kind kind) {
        return pieces.stream().filter(piece -> piece.kind() != kind).toList();
    }

    private static void between(List<String> former, List<String> latter, Collector collector) {
        int read = 0;
        if (former.size() + latter.size() <= MOST_WORDS) {
            int written = 0;
            for (AbstractDelta<String> delta : DiffUtils.diff(former, latter, new MyersDiffWithLinearSpace<>())
                    .getDeltas()) {
                int from = delta.getSource().getPosition();
                List<String> same = former.subList(read, from);
                // a word or two that happen to be the same between changes tell nothing, and make a text hard to read
                boolean island = read > 0 && same.size() <= LONGEST_ISLAND;
                if (island) {
                    collector.add(Piece.Kind.REMOVED, same);
                    collector.add(Piece.Kind.ADDED, same);
                } else {
                    collector.add(Piece.Kind.SAME, same);
                }
                collector.add(Piece.Kind.REMOVED, delta.getSource().getLines());
                collector.add(Piece.Kind.ADDED, delta.getTarget().getLines());
                read = from + delta.getSource().size();
                written = delta.getTarget().getPosition() + delta.getTarget().size();
            }
            collector.add(Piece.Kind.SAME, latter.subList(written, latter.size()));
        } else {
            collector.add(Piece.Kind.REMOVED, former);
            collector.add(Piece.Kind.ADDED, latter);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** Joins neighbours of one kind; between two pieces that are the same, one removed piece stands before one added. */
    private static final class Collector {
        private final List<Piece> pieces = new ArrayList<>();
        private final StringBuilder same = new StringBuilder();
        private final StringBuilder removed = new StringBuilder();
        private final StringBuilder added = new StringBuilder();

        void add(Piece.Kind kind, List<String> words) {
            if (words.isEmpty()) {
                return;
            }
            switch (kind) {
                case SAME -> {
                    flushChange();
                    words.forEach(same::append);
                }
                case REMOVED -> {
                    flush(Piece.Kind.SAME, same);
                    words.forEach(removed::append);
                }
                case ADDED -> {
                    flush(Piece.Kind.SAME, same);
                    words.forEach(added::append);
                }
            }
        }

        List<Piece> pieces() {
            flush(Piece.Kind.SAME, same);
            flushChange();
            return pieces;
        }

        private void flushChange() {
            flush(Piece.Kind.REMOVED, removed);
            flush(Piece.Kind.ADDED, added);
        }

        private void flush(Piece.Kind kind, StringBuilder text) {
            if (!text.isEmpty()) {
                pieces.add(new Piece(kind, text.toString()));
                text.setLength(0);
            }
        }
    }
}
