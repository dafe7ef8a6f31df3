package dev.rampart.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Requests survive the ledger: every operation of four services, filled at random.
final class RequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Class<?>> requests() {
    return Stream.of(DynamoDbClient.class, SnsClient.class, SqsClient.class, SsmClient.class)
        .flatMap(client -> Stream.of(client.getMethods()))
        .filter(method -> method.getParameterCount() == 1)
        .<Class<?>>map(method -> method.getParameterTypes()[0])
        .filter(SdkRequest.class::isAssignableFrom)
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .distinct()
        .sorted((a, b) -> a.getName().compareTo(b.getName()));
  }

  @Test
  void thereAreMany() {
    assertThat(requests().count()).isGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestComesBackEqual(Class<?> type) throws Exception {
    var empty = (SdkRequest) ((SdkBuilder<?, ?>) type.getMethod("builder").invoke(null)).build();
    assertThat(back(empty, empty)).isEqualTo(empty);
    for (int seed = 0; seed < 3; seed++) {
      var builder = empty.toBuilder();
      fill((SdkPojo) builder, new Random(seed), 0);
      var request = builder.build();
      assertThat(back(empty, request)).isEqualTo(request);
    }
  }

  @Test
  void whatIsSetEmptyStaysSet() {
    var request = CreateQueueRequest.builder().queueName("").tags(Map.of()).build();
    var back = (CreateQueueRequest) back(CreateQueueRequest.builder().build(), request);
    assertThat(back).isEqualTo(request);
    assertThat(back.hasTags()).isTrue();
    assertThat(Requests.toJson(CreateQueueRequest.builder().build())).isEmpty();
  }

  @Test
  void unknownMembersAreNoHarmAndWrongOnesAreSaidToBe() throws Exception {
    var empty = CreateQueueRequest.builder().build();
    assertThat(Requests.fromJson(empty, JSON.readTree("{\"Unknown\":1}"))).isEqualTo(empty);
    var put = software.amazon.awssdk.services.dynamodb.model.PutItemRequest.builder().build();
    assertThatThrownBy(
            () -> Requests.fromJson(put, JSON.readTree("{\"Item\":{\"a\":{\"B\":\"###\"}}}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SdkRequest back(SdkRequest empty, SdkRequest request) {
    try {
      return Requests.fromJson(empty, JSON.readTree(Requests.toJson(request).toString()));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void fill(SdkPojo builder, Random random, int depth) {
    for (var field : builder.sdkFields()) {
      if (random.nextInt(4) > 0 && depth < 4) {
        field.set(builder, value(field, random, depth));
      }
    }
  }

  private static Object value(SdkField<?> field, Random random, int depth) {
    var type = field.marshallingType();
    if (type.equals(MarshallingType.LIST)) {
      var list = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        list.add(value(field.getTrait(ListTrait.class).memberFieldInfo(), random, depth + 1));
      }
      return list;
    }
    if (type.equals(MarshallingType.MAP)) {
      var map = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        var member = field.getTrait(MapTrait.class).valueFieldInfo();
        map.put("key " + i + " \"ü\"", value(member, random, depth + 1));
      }
      return map;
    }
    if (type.equals(MarshallingType.SDK_POJO)) {
      var nested = field.constructor().get();
      fill(nested, random, depth + 1);
      return ((SdkBuilder<?, ?>) nested).build();
    }
    if (type.equals(MarshallingType.STRING)) {
      return List.of("text", "", "{\"a\": \"b\"}\n", "ü€😀", "{{late}}").get(random.nextInt(5));
    }
    if (type.equals(MarshallingType.INTEGER)) {
      return random.nextInt();
    }
    if (type.equals(MarshallingType.LONG)) {
      return random.nextLong();
    }
    if (type.equals(MarshallingType.DOUBLE)) {
      return random.nextDouble();
    }
    if (type.equals(MarshallingType.FLOAT)) {
      return random.nextFloat();
    }
    if (type.equals(MarshallingType.BOOLEAN)) {
      return random.nextBoolean();
    }
    if (type.equals(MarshallingType.INSTANT)) {
      return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }
    if (type.equals(MarshallingType.SDK_BYTES)) {
      var bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      return SdkBytes.fromByteArray(bytes);
    }
    throw new AssertionError("no sample for " + type);
  }
}
