package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.ENABLES;
import static dev.rampart.guardrail.Effect.GRANTS;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Remedy.Finish;
import dev.rampart.guardrail.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;

/// The move of a variable's value to a secret of its own.
///
/// The value is read when a call is sent and goes from Lambda to Secrets Manager and back: it is in
/// no plan, no record and no log. All other variables are read and written in the same call as the
/// lock, so that what somebody else changes in between is never overwritten.
final class SecretMove {
  // "All environment variables associated with the function, in aggregate":
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  private static final int LIMIT = 4096;
  private static final Pattern ROLE = Pattern.compile("arn:(aws[a-z-]*):iam::\\d{12}:role/\\S+");
  // A UUID in the name and a dash with six characters that Secrets Manager adds.
  private static final String ID_AND_SUFFIX = "x".repeat(36 + 7);
  private static final int RECOVERY_DAYS = 30;
  // What a variable held when it was taken away. Rotation moves other labels only.
  private static final String STAGE = "RAMPART_TAKEN_AWAY";

  private final FunctionSetup setup;
  private final SecretsKey key;
  private final String name;
  private final String naming;
  private final Call read;
  private final Late revision;
  private final Call create;
  private final Late secret;

  SecretMove(FunctionSetup setup, String name) {
    this.setup = setup;
    this.key = requireNonNullElse(setup.learned().secretsKey(), SecretsKey.OF_AWS);
    this.name = name;
    this.naming = Variable.namingSecretOf(name);
    this.read =
        Call.of(GetFunctionConfigurationRequest.builder().functionName(setup.name()).build());
    this.revision = new Late("revision", read, "RevisionId", false);
    this.create = create();
    this.secret = new Late("secret", create, "ARN", false);
  }

  /// Why Rampart cannot do it.
  Optional<String> obstacle() {
    if (!(setup.variables() instanceof Variables.Legible variables)) {
      return Optional.of("its variables cannot be read");
    }
    if (!key.obstacle().isEmpty()) {
      return Optional.of(key.obstacle());
    }
    if (!setup.key().isEmpty() && !key.isTheOwners()) {
      return Optional.of(
          "its variables are encrypted with a key of the owner, and no %s says which one the secret"
                  .formatted(SecretsKeys.PARAMETER)
              + " gets");
    }
    if (variables.find(naming).isPresent()) {
      return Optional.of("its variable " + naming + " says something else already");
    }
    if (setup.revision().isEmpty() || !ROLE.matcher(setup.role()).matches()) {
      return Optional.of("its role or its revision is not known");
    }
    return variables.sizeWith(naming, arn()) > LIMIT
        ? Optional.of(
            "its variables would take more than the %d bytes that Lambda allows".formatted(LIMIT))
        : Optional.empty();
  }

  // As long as the real one, which is not known yet.
  private String arn() {
    return setup
            .id()
            .arn()
            .replace(":lambda:", ":secretsmanager:")
            .replace(":function:", ":secret:")
        + "rampart//"
        + name
        + ID_AND_SUFFIX;
  }

  String plan() {
    return ("store the value of %s as a secret that only the function's role may read, and name the"
            + " secret in %s; the variable stays")
        .formatted(name, naming);
  }

  List<Step> steps() {
    var others = variables().without(naming);
    return List.of(
        new Step(ENABLES, create, delete()),
        new Step(GRANTS, letTheRoleRead(), letNobodyRead()),
        new Step(
            ENABLES,
            update(
                UpdateFunctionConfigurationRequest.builder().revisionId(setup.revision()),
                Map.of(variables().marker(), "", naming, secret.marker()),
                Set.of(variables(), secret)),
            relocked(Map.of(others.marker(), ""), Set.of(others))));
  }

  /// What is left: the variable goes once the code reads the secret.
  Finish finish() {
    var value = new Late("value", read, "Environment.Variables." + name, true);
    var keep =
        new Call(
            PutSecretValueRequest.builder()
                .secretId(secret.marker())
                .clientRequestToken(revision.marker())
                .secretString(value.marker())
                .versionStages(STAGE)
                .build(),
            Set.of(secret, revision, value));
    var version = new Late("version", keep, "VersionId", false);
    var forget =
        new Call(
            UpdateSecretVersionStageRequest.builder()
                .secretId(secret.marker())
                .versionStage(STAGE)
                .removeFromVersionId(version.marker())
                .build(),
            Set.of(secret, version));
    var kept =
        new Call(
            GetSecretValueRequest.builder().secretId(secret.marker()).versionStage(STAGE).build(),
            Set.of(secret));
    var old = new Late("old", kept, "SecretString", true);
    var others = variables().without(name);
    return new Finish(
        "take the variable " + name + " away",
        "the code that runs reads the secret that %s names, and no version in use reads %s"
            .formatted(naming, name),
        List.of(
            // The value as it is now: the secret may have been rotated, and the variable too.
            new Step(ENABLES, keep, forget),
            new Step(
                RESTRICTS,
                relocked(Map.of(others.marker(), ""), Set.of(others)),
                relocked(
                    Map.of(variables().marker(), "", name, old.marker()),
                    Set.of(variables(), old)))));
  }

  /// With the function's revision as token, so that it can be sent again after a lost answer; and
  /// in the name, because the name of a deleted secret is taken until its recovery window is over:
  /// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  private Call create() {
    var value = new Late("value", read, "Environment.Variables." + name, true);
    return new Call(
        CreateSecretRequest.builder()
            .name("rampart/%s/%s-%s".formatted(setup.name(), name, revision.marker()))
            .description("Was the variable %s of the function %s".formatted(name, setup.name()))
            .clientRequestToken(revision.marker())
            .kmsKeyId(Calls.nullIfEmpty(key.arn()))
            .secretString(value.marker())
            .build(),
        Set.of(revision, value));
  }

  private Call delete() {
    return new Call(
        DeleteSecretRequest.builder()
            .secretId(secret.marker())
            .recoveryWindowInDays((long) RECOVERY_DAYS)
            .build(),
        Set.of(secret));
  }

  /// A resource policy, so that no identity policy has to be written. `*` is the secret itself:
  /// https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
  private Call letTheRoleRead() {
    var policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
    var statement = policy.putArray("Statement").addObject();
    statement.put("Sid", "TheFunctionReadsIt").put("Effect", "Allow");
    statement.putObject("Principal").put("AWS", setup.role());
    statement.put("Action", "secretsmanager:GetSecretValue").put("Resource", "*");
    return new Call(
        PutResourcePolicyRequest.builder()
            .secretId(secret.marker())
            .resourcePolicy(policy.toString())
            .blockPublicPolicy(true)
            .build(),
        Set.of(secret));
  }

  private Call letNobodyRead() {
    return new Call(
        DeleteResourcePolicyRequest.builder().secretId(secret.marker()).build(), Set.of(secret));
  }

  private Late variables() {
    return new Late("variables", read, "Environment.Variables", true);
  }

  /// A later update: its lock is that of the variables that it writes.
  private Call relocked(Map<String, String> variables, Set<Late> late) {
    var all = new HashSet<>(late);
    all.add(revision);
    return update(
        UpdateFunctionConfigurationRequest.builder().revisionId(revision.marker()), variables, all);
  }

  private Call update(
      UpdateFunctionConfigurationRequest.Builder locked,
      Map<String, String> variables,
      Set<Late> late) {
    return new Call(
        locked
            .functionName(setup.name())
            .environment(environment -> environment.variables(variables))
            .build(),
        late);
  }
}
