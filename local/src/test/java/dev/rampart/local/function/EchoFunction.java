package dev.rampart.local.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A function that does what its input says. Built from the JDK alone, as it runs without our jars.
public final class EchoFunction implements RequestStreamHandler {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\"messageId\":\"([^\"]+)\".*?\"body\":\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String input = new String(in.readAllBytes(), UTF_8);
    if (input.contains("\"Records\"")) {
      out.write(batch(input).getBytes(UTF_8));
      return;
    }
    switch (input.replace("\"", "")) {
      case "throw" -> throw new IllegalArgumentException("as asked");
      case "exit" -> Runtime.getRuntime().halt(7);
      case "sleep" -> sleep();
      case "garbage" -> out.write("not json".getBytes(UTF_8));
      case "environment" -> out.write(environment(context).getBytes(UTF_8));
      default -> {
        System.out.println("heard " + input);
        out.write(input.getBytes(UTF_8));
      }
    }
  }

  private static String batch(String input) {
    var failures = new StringBuilder();
    Matcher message = MESSAGE.matcher(input);
    while (message.find()) {
      System.out.println("body " + message.group(2));
      if (message.group(2).contains("bad")) {
        failures.append(failures.isEmpty() ? "" : ",");
        failures.append("{\"itemIdentifier\":\"").append(message.group(1)).append("\"}");
      }
    }
    return "{\"batchItemFailures\":[" + failures + "]}";
  }

  private static String environment(Context context) {
    return "{\"name\":\"%s\",\"region\":\"%s\",\"left\":%d,\"home\":\"%s\",\"own\":\"%s\",\"arn\":\"%s\"}"
        .formatted(
            context.getFunctionName(),
            System.getenv("AWS_REGION"),
            context.getRemainingTimeInMillis(),
            System.getenv("HOME"),
            System.getenv("OWN"),
            context.getInvokedFunctionArn());
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
