package dev.rampart.guardrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// The SDK's requests and answers as JSON and back, by the API's own member names. What was not set
/// is left out, so that a request comes back equal.
public final class Requests {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Requests() {}

  /// The members that are set.
  public static ObjectNode toJson(SdkPojo pojo) {
    var json = NODES.objectNode();
    for (var field : pojo.sdkFields()) {
      var value = field.getValueOrDefault(pojo);
      if (isSet(value) && !isMadeUp(field, value, pojo)) {
        json.set(field.memberName(), node(value));
      }
    }
    return json;
  }

  /// The reverse of [#toJson].
  ///
  /// @param empty an empty request of the class wanted
  /// @throws IllegalArgumentException if the JSON does not fit the class
  public static SdkRequest fromJson(SdkRequest empty, JsonNode json) {
    var builder = empty.toBuilder();
    fill((SdkPojo) builder, json);
    return builder.build();
  }

  private static void fill(SdkPojo builder, JsonNode json) {
    for (var field : builder.sdkFields()) {
      var value = json.get(field.memberName());
      if (value != null && !value.isNull()) {
        field.set(builder, value(field, value));
      }
    }
  }

  /// An idempotency token that is not set reads as a random one, another each time.
  private static boolean isMadeUp(SdkField<?> field, Object value, SdkPojo pojo) {
    return field.containsTrait(DefaultValueTrait.class)
        && !value.equals(field.getValueOrDefault(pojo));
  }

  private static boolean isSet(@Nullable Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case SdkPojo pojo -> toJson(pojo);
      case List<?> list -> {
        var array = NODES.arrayNode();
        list.forEach(each -> array.add(node(each)));
        yield array;
      }
      case Map<?, ?> map -> {
        var object = NODES.objectNode();
        map.forEach((key, each) -> object.set(key.toString(), node(each)));
        yield object;
      }
      case Boolean bool -> NODES.booleanNode(bool);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      case Float number -> NODES.numberNode(number);
      case Short number -> NODES.numberNode(number);
      case BigDecimal number -> NODES.numberNode(number);
      case SdkBytes bytes -> NODES.binaryNode(bytes.asByteArray());
      default -> NODES.textNode(value.toString()); // strings, enums by their wire value, instants
    };
  }

  private static @Nullable Object value(SdkField<?> field, JsonNode json) {
    var type = field.marshallingType();
    if (type.equals(MarshallingType.LIST)) {
      var member = field.getTrait(ListTrait.class).memberFieldInfo();
      var list = new ArrayList<@Nullable Object>();
      json.forEach(each -> list.add(value(member, each)));
      return list;
    }
    if (type.equals(MarshallingType.MAP)) {
      var member = field.getTrait(MapTrait.class).valueFieldInfo();
      var map = new LinkedHashMap<String, @Nullable Object>();
      json.properties().forEach(each -> map.put(each.getKey(), value(member, each.getValue())));
      return map;
    }
    if (type.equals(MarshallingType.SDK_POJO)) {
      var builder = field.constructor().get();
      fill(builder, json);
      return ((SdkBuilder<?, ?>) builder).build();
    }
    return scalar(type, json);
  }

  private static Object scalar(MarshallingType<?> type, JsonNode json) {
    if (type.equals(MarshallingType.INTEGER)) {
      return json.asInt();
    }
    if (type.equals(MarshallingType.LONG)) {
      return json.asLong();
    }
    if (type.equals(MarshallingType.DOUBLE)) {
      return json.asDouble();
    }
    if (type.equals(MarshallingType.FLOAT)) {
      return json.floatValue();
    }
    if (type.equals(MarshallingType.SHORT)) {
      return json.shortValue();
    }
    if (type.equals(MarshallingType.BIG_DECIMAL)) {
      return json.decimalValue();
    }
    if (type.equals(MarshallingType.SDK_BYTES)) {
      return bytes(json);
    }
    if (type.equals(MarshallingType.BOOLEAN)) {
      return json.asBoolean();
    }
    if (type.equals(MarshallingType.INSTANT)) {
      return Instant.parse(json.asText());
    }
    if (type.equals(MarshallingType.STRING)) {
      return json.asText();
    }
    throw new IllegalArgumentException("a member of kind " + type + " cannot be part of a fix");
  }

  private static SdkBytes bytes(JsonNode json) {
    try {
      return SdkBytes.fromByteArray(json.binaryValue());
    } catch (IOException e) {
      throw new IllegalArgumentException("not base64", e);
    }
  }
}
