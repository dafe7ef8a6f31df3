package dev.rampart.local.replay;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Runs inside a replayed function, where the SDK finds it by itself: writes down every call, and
/// stops those that would change the watched account unless that was asked for. The second is a
/// belt beside the braces: with auto-fix off the function does not even try.
public final class CallRecorder implements ExecutionInterceptor {
  static final String READ_ONLY = "RAMPART_REPLAY_READ_ONLY";

  /// How a line of the function's output begins that is about a call.
  static final String MARK = "rampart-replay-call ";

  private static final Set<String> OWN = Set.of("dynamodb", "sns", "sqs", "ssm");
  private static final Pattern READ =
      Pattern.compile("(Get|List|Describe|BatchGet|Query|Scan|Search|Lookup|Export|Simulate).*");

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    String service =
        attributes
            .getAttribute(SdkExecutionAttribute.SERVICE_NAME)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]", "");
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    boolean write = !READ.matcher(operation).matches();
    System.out.println(MARK + service + ":" + operation + " " + (write ? "write" : "read"));
    if (write && !OWN.contains(service) && "true".equals(System.getenv(READ_ONLY))) {
      throw SdkClientException.create(
          "a replay without --fix does not change anything: " + service + ":" + operation);
    }
  }

  /// Whether a service is one that Rampart itself stands on, and not one that it guards.
  static boolean isOwn(String service) {
    return OWN.contains(service);
  }
}
