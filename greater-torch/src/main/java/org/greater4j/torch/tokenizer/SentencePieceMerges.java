package org.greater4j.torch.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
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
    /** A pair that makes a piece; lengths in characters, kept since sorting asks for them millions of times. */
    record Merge(String left, String right, float score, int leftLength, int rightLength) {}

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
        BitSet lengths = new BitSet();
        ids.keySet().forEach(piece -> lengths.set(piece.length()));
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            Integer owner = ids.get(piece);
            if (owner == null || owner != id) {
                continue;
            }
            int from = merges.size();
            for (int cut = 1; cut < piece.length(); cut++) {
                // most cuts of a long piece are of lengths that no piece has, and need not be copied to be looked up
                if (!lengths.get(cut)
                        || !lengths.get(piece.length() - cut)
                        || Character.isLowSurrogate(piece.charAt(cut))) {
                    continue;
                }
                String left = piece.substring(0, cut);
                if (!ids.containsKey(left)) {
                    continue;
                }
                String right = piece.substring(cut);
                if (ids.containsKey(right)) {
                    merges.add(new Merge(left, right, score[id], length(left), length(right)));
                }
            }
            if (merges.size() - from > 1) {
                merges.subList(from, merges.size()).sort((a, b) -> compareIds(ids, a, b));
            }
        }
        merges.sort(SentencePieceMerges::compareRanks);
        return Collections.unmodifiableList(merges);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static int compareIds(Map<String, Integer> ids, Merge a, Merge b) {
        int order = Integer.compare(idOf(ids, a.left()), idOf(ids, b.left()));
        return order != 0 ? order : Integer.compare(idOf(ids, a.right()), idOf(ids, b.right()));
    }

    private static int compareRanks(Merge a, Merge b) {
        int order = Float.compare(b.score(), a.score());
        order = order != 0 ? order : Integer.compare(b.leftLength(), a.leftLength());
        return order != 0 ? order : Integer.compare(b.rightLength(), a.rightLength());
    }

    private static int idOf(Map<String, Integer> ids, String piece) {
        return ids.getOrDefault(piece, 0);
    }
}
