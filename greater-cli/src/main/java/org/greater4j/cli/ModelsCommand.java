package org.greater4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.greater4j.app.Defaults;
import org.greater4j.app.Interruption;
import org.greater4j.app.Models;
import org.greater4j.app.catalogue.CatalogueEntry;
import org.greater4j.app.catalogue.Origin;
import org.greater4j.app.download.CachedModel;
import org.greater4j.app.download.LocatedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        abbreviateSynopsis = true,
        sortOptions = false,
        name = "models",
        header = "List the models that are known by name, or fetch one.",
        synopsisSubcommandLabel = "[COMMAND]",
        description = {"", "Any .gguf file can be used as well, by its path."},
        commandListHeading = "%nCommands%n",
        subcommands = ModelsCommand.Pull.class,
        footerHeading = "%nExamples%n",
        footer = {"  greater models", "  greater models pull " + Defaults.MODEL})
final class ModelsCommand implements Command {
    @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
    CommonOptions common = new CommonOptions();

    @Override
    public int run(Invocation invocation) {
        List<CachedModel> models = invocation.models().list();
        if (invocation.json()) {
            ObjectNode object = JsonOutput.object();
            ArrayNode list = object.putArray("models");
            models.forEach(model -> list.add(json(model)));
            JsonOutput.print(invocation.terminal(), object);
            return 0;
        }
        Terminal terminal = invocation.terminal();
        for (CachedModel model : models) {
            print(terminal, model);
        }
        return 0;
    }

    private static void print(Terminal terminal, CachedModel model) {
        CatalogueEntry entry = model.entry();
        String also = entry.aliases().isEmpty() ? "" : "  (also: " + String.join(", ", entry.aliases()) + ")";
        terminal.out().println(terminal.outStyle().bold(entry.name()) + also);
        terminal.out().println("  " + entry.description());
        terminal.out().println("  size     " + Text.bytes(entry.sizeBytes()));
        terminal.out().println("  licence  " + entry.licence());
        terminal.out()
                .println("  on disk  " + (model.cached() ? terminal.outStyle().good("yes") : "no"));
        terminal.out().println("  path     " + model.path());
        String label = "sources";
        for (Origin origin : entry.origins()) {
            terminal.out().println("  " + label + "  " + words(origin));
            label = "       ";
        }
    }

    private static String words(Origin origin) {
        if (origin instanceof Origin.HubFile hub) {
            return "Hugging Face hub, " + hub.repository();
        }
        if (origin instanceof Origin.PythonPackageFile python) {
            return "Python package " + python.requirement() + ", through pip";
        }
        if (origin instanceof Origin.WebFile web) {
            return web.address().toString();
        }
        throw new IllegalStateException("no words for " + origin);
    }

    private static ObjectNode json(CachedModel model) {
        CatalogueEntry entry = model.entry();
        ObjectNode object = JsonOutput.object();
        object.put("name", entry.name());
        entry.aliases().forEach(object.putArray("aliases")::add);
        object.put("description", entry.description());
        object.put("licence", entry.licence());
        object.put("sizeBytes", entry.sizeBytes());
        object.put("sha256", entry.sha256());
        object.put("onDisk", model.cached());
        object.put("path", model.path().toString());
        ArrayNode sources = object.putArray("sources");
        entry.origins().forEach(origin -> sources.add(words(origin)));
        return object;
    }

    @CommandLine.Command(
            abbreviateSynopsis = true,
            sortOptions = false,
            name = "pull",
            header = "Fetch a model, or check the one on disk.",
            footerHeading = "%nExamples%n",
            footer = {"  greater models pull", "  greater models pull " + Defaults.MODEL + " --json"})
    static final class Pull implements Command {
        @Parameters(
                arity = "0..1",
                paramLabel = "M",
                description = "A name that `greater models` lists (default: " + Defaults.MODEL + ").")
        @Nullable
        String model;

        @ArgGroup(validate = false, heading = "%nOutput%n", order = 9)
        CommonOptions common = new CommonOptions();

        @Override
        public int run(Invocation invocation) {
            LocatedModel located;
            try {
                located = invocation.models().locate(model == null ? Defaults.MODEL : model);
            } catch (Interruption.Requested | Models.InterruptedDownload e) {
                invocation.narration().clear();
                throw new Interrupted("interrupted; the next download goes on where a source can do that");
            }
            invocation.narration().clear();
            if (invocation.json()) {
                JsonOutput.print(
                        invocation.terminal(),
                        JsonOutput.object()
                                .put("name", located.name())
                                .put("path", located.path().toString())
                                .put("sha256", located.sha256()));
            } else {
                invocation.terminal().out().println(located.path());
            }
            return 0;
        }
    }
}
