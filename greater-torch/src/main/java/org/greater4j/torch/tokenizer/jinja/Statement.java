package org.greater4j.torch.tokenizer.jinja;

import java.util.List;

/** Writes text to the rendering of its scope. */
@FunctionalInterface
interface Statement {
    /** How a statement ended: whether the loop around it goes on. */
    enum Flow {
        NEXT,
        CONTINUE,
        BREAK
    }

    Flow run(Scope scope);

    /** Statements one after the other, up to the first that leaves its loop. */
    static Statement sequence(List<Statement> statements) {
        List<Statement> all = List.copyOf(statements);
        return scope -> {
            for (Statement statement : all) {
                scope.rendering().step();
                Flow flow = statement.run(scope);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        };
    }
}
