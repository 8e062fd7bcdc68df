package org.greater4j.torch.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code set} and {@code for} give values to. */
sealed interface Target {
    /** Gives a value to the target. */
    void assign(Scope scope, Object value);

    /** A name in the scope. */
    record Name(String name) implements Target {
        private static final Set<String> CONSTANTS = Set.of("true", "True", "false", "False", "none", "None");

        @Override
        public void assign(Scope scope, Object value) {
            scope.set(name, value);
        }
    }

    /** An attribute of a namespace. */
    record Attribute(String namespace, String attribute) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace target)) {
                throw JinjaException.failed("expected a namespace to set " + attribute + " of, found "
                        + Values.typeName(scope.get(namespace)) + " in " + namespace);
            }
            target.attributes().put(attribute, value);
        }
    }

    /** One target for each element of the value. */
    record Several(List<Target> targets) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            List<Object> values = Values.elements(value);
            if (values.size() != targets.size()) {
                throw JinjaException.failed("expected " + targets.size() + " values, found " + values.size());
            }
            for (int i = 0; i < values.size(); i++) {
                targets.get(i).assign(scope, values.get(i));
            }
        }
    }

    /** Reads a target, or several with commas between them. */
    static Target parse(TokenReader in) {
        List<Target> targets = new ArrayList<>(List.of(one(in)));
        boolean several = false;
        while (in.skipOperator(",")) {
            several = true;
            if (in.peek().isOperator(")") || in.peek().isOperator("=")) {
                break;
            }
            targets.add(one(in));
        }
        return several ? new Several(List.copyOf(targets)) : targets.get(0);
    }

    private static Target one(TokenReader in) {
        if (in.skipOperator("(")) {
            in.enter();
            Target inner = parse(in);
            in.leave();
            in.expectOperator(")");
            return inner;
        }
        if (in.peek().kind() == Token.Kind.NAME
                && Name.CONSTANTS.contains(in.peek().text())) {
            throw in.unexpected("a name to give a value to");
        }
        String name = in.expectName();
        return in.skipOperator(".") ? new Attribute(name, in.expectName()) : new Name(name);
    }
}
