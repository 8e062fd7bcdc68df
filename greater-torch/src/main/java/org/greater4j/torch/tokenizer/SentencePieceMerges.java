package org.greater4j.torch.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The merges that a SentencePiece vocabulary with scores stands for.
 *
 * <p>SentencePiece joins the two neighbours whose union has the highest score, again and again; byte-pair encoders go by a list of pairs.
 * So every way to cut a piece into two pieces is a pair, ranked by the score of the piece. Pairs of one piece follow each other in the
 * order of their ids, longer left parts first among equal scores, as Hugging Face's own converter has it.
 */
final class SentencePieceMerges {
    /** A pair that makes a piece. */
    record Merge(String left, String right, float score) {
        int leftLength() {
            return left.codePointCount(0, left.length());
        }

        int rightLength() {
            return right.codePointCount(0, right.length());
        }
    }

    private SentencePieceMerges() {}

    /**
     * Finds the merges.
     *
     * @param pieces in the order of their ids
     * @param score of each piece
     * @param ids of the pieces that take part: control, byte and user-defined tokens don't
     */
    static List<Merge> of(List<String> pieces, float[] score, Map<String, Integer> ids) {
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            Integer owner = ids.get(piece);
            if (owner == null || owner != id) {
                continue;
            }
            List<Merge> ways = new ArrayList<>();
            for (int cut = 1; cut < piece.length(); cut++) {
                if (Character.isLowSurrogate(piece.charAt(cut))) {
                    continue;
                }
                String left = piece.substring(0, cut);
                String right = piece.substring(cut);
                if (ids.containsKey(left) && ids.containsKey(right)) {
                    ways.add(new Merge(left, right, score[id]));
                }
            }
            ways.sort(Comparator.<Merge>comparingInt(merge -> idOf(ids, merge.left()))
                    .thenComparingInt(merge -> idOf(ids, merge.right())));
            merges.addAll(ways);
        }
        merges.sort(Comparator.comparing(Merge::score)
                .thenComparingInt(Merge::leftLength)
                .thenComparingInt(Merge::rightLength)
                .reversed());
        return Collections.unmodifiableList(merges);
    }

    private static int idOf(Map<String, Integer> ids, String piece) {
        return ids.getOrDefault(piece, 0);
    }
}
