package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;
import static software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType.AWS_IAM;
import static software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType.NONE;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Unclear;
import java.util.Map;

/// Flags function URLs that anyone may call, and makes them ask for a signature.
///
/// A URL without authentication answers only if the policy lets everyone in as well; until then
/// every call gets 403, and nothing is flagged. One that asks for signatures needs statements that
/// hold for signed calls, of which [PublicFunctionPolicy] flags those for everyone: those for
/// unsigned ones let nobody in any more, and stay.
/// [Source](https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html)
@Rule(
    summary = "Function URL is open to anyone",
    risk = "Anyone on the internet can run the function with the rights of its role.",
    severity = HIGH,
    triggers = {
      "lambda:AddPermission",
      "lambda:CreateFunctionUrlConfig",
      "lambda:DeleteFunctionUrlConfig",
      "lambda:DeleteResourcePolicy",
      "lambda:PutResourcePolicy",
      "lambda:RemovePermission",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionUrlConfig"
    },
    configTypes = FunctionArn.CONFIG_TYPE,
    standards = "OWASP-S2:2017")
public final class PublicFunctionUrl implements Guardrail<FunctionUrl, UrlAccess> {
  @Override
  public Map<String, UrlAccess> parts(FunctionUrl url) {
    return Map.of(url.key(), url.access());
  }

  @Override
  public Verdict check(UrlAccess access, FunctionUrl url, Past<UrlAccess> past) {
    return switch (access.authType()) {
      case UrlAccess.SIGNED -> compliant();
      case "NONE" -> unsigned(access, url, past);
      default -> undetermined("the URL authenticates by " + access.authType());
    };
  }

  private static Verdict unsigned(UrlAccess access, FunctionUrl url, Past<UrlAccess> past) {
    if (access.permissions().stream().anyMatch(each -> !each.legible())) {
      return undetermined("the policy is not readable");
    }
    var audiences =
        access.permissions().stream()
            .filter(Permission::opensUrl)
            .map(each -> each.audienceOfUrl(url.arn().account()))
            .toList();
    if (audiences.stream().anyMatch(Anyone.class::isInstance)) {
      return open(access, url, past);
    }
    for (var audience : audiences) {
      if (audience instanceof Unclear(var why)) {
        return undetermined("who may call " + access.url() + ": " + why);
      }
    }
    if (audiences.stream().anyMatch(Network.class::isInstance)) {
      return violation("anyone in certain networks may call " + access.url())
          .leftToAPerson(
              "whether those networks are the owner's own is not to be seen from here",
              Calls.setAuthType(url.arn(), AWS_IAM))
          .verdict();
    }
    return compliant();
  }

  private static Verdict open(UrlAccess access, FunctionUrl url, Past<UrlAccess> past) {
    var finding = violation("anyone may call " + access.url());
    if (access.permissions().stream().anyMatch(Permission::denies)) {
      return finding
          .leftToAPerson(
              "another statement of the policy denies, and may keep strangers away after all",
              Calls.setAuthType(url.arn(), AWS_IAM))
          .verdict();
    }
    return finding
        .fixedBy(
            "require AWS signatures on the URL and leave its policy, which lets nobody in without"
                + " them",
            wasSigned(past) ? RESTORES : RESTRICTS,
            Calls.setAuthType(url.arn(), AWS_IAM),
            Calls.setAuthType(url.arn(), NONE))
        .verdict();
  }

  private static boolean wasSigned(Past<UrlAccess> past) {
    return past.good().stream().anyMatch(each -> each.part().authType().equals(UrlAccess.SIGNED));
  }
}
