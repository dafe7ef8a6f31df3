package dev.rampart.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// A template as written, with the short form of every intrinsic function (`!Ref x`) spelled out
/// (`{"Ref": "x"}`). Jackson's own YAML reader drops those tags without a word.
public record TemplateSource(JsonNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static TemplateSource read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  public static TemplateSource parse(String yaml) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(1000);
    options.setCodePointLimit(10 * 1024 * 1024);
    var dumper = new DumperOptions();
    var parser =
        new Yaml(
            new TagConstructor(options),
            new Representer(dumper),
            dumper,
            options,
            new DatesAreText());
    Object tree = parser.load(yaml);
    return new TemplateSource(JSON.valueToTree(tree));
  }

  private static final class TagConstructor extends SafeConstructor {
    TagConstructor(LoaderOptions options) {
      super(options);
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return spelledOut(node);
            }
          });
    }

    private Object spelledOut(Node node) {
      String function = node.getTag().getValue().substring(1);
      Object argument =
          switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence -> constructSequence(sequence);
            case MappingNode mapping -> constructMapping(mapping);
            default -> throw new IllegalArgumentException("unexpected YAML node " + node);
          };
      return switch (function) {
        case "Ref", "Condition" -> Map.of(function, argument);
        case "GetAtt" -> Map.of("Fn::GetAtt", attribute(argument));
        default -> Map.of("Fn::" + function, argument);
      };
    }

    private static Object attribute(Object argument) {
      if (!(argument instanceof String text)) {
        return argument;
      }
      int dot = text.indexOf('.');
      return new ArrayList<>(List.of(text.substring(0, dot), text.substring(dot + 1)));
    }
  }

  /// `Version: 2012-10-17` is text in a template, not a date.
  private static final class DatesAreText extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, pattern, first, limit);
      }
    }
  }
}
