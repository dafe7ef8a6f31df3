package dev.rampart.policy;

import java.util.List;

/// A known way from some rights to all rights of the account, or to those of a stronger role.
///
/// The ways are those that [Rhino Security
/// Labs](https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/) and
/// [pathfinding.cloud](https://pathfinding.cloud) describe, as facts about AWS's own API.
///
/// @param name short and stable, for machines
/// @param actions all of which it takes
/// @param how what the holder can do with them, a clause
public record Escalation(String name, List<String> actions, String how) {
  public Escalation {
    actions = List.copyOf(actions);
  }

  /// Whether it leads to every right there is, with nothing but what every account has. The others
  /// lead to what happens to be there, such as the role of a function.
  public boolean leadsToEverything() {
    return actions.stream()
        .filter(each -> each.startsWith("iam:") || each.startsWith("sso:"))
        .anyMatch(each -> !each.endsWith("PermissionsBoundary"));
  }

  private static Escalation way(String name, String how, String... actions) {
    return new Escalation(name, List.of(actions), how);
  }

  /// All that are known.
  public static final List<Escalation> KNOWN =
      List.of(
          way(
              "new-policy-version",
              "rewrite a policy that it has itself",
              "iam:CreatePolicyVersion"),
          way(
              "old-policy-version",
              "go back to a stronger version of a policy",
              "iam:SetDefaultPolicyVersion"),
          way("attach-user-policy", "attach any policy to a user", "iam:AttachUserPolicy"),
          way("attach-group-policy", "attach any policy to a group", "iam:AttachGroupPolicy"),
          way(
              "attach-role-policy",
              "attach any policy to a role that it may assume, its own included",
              "iam:AttachRolePolicy"),
          way("put-user-policy", "write any policy into a user", "iam:PutUserPolicy"),
          way("put-group-policy", "write any policy into a group", "iam:PutGroupPolicy"),
          way(
              "put-role-policy",
              "write any policy into a role, its own included",
              "iam:PutRolePolicy"),
          way("join-group", "put a user into a stronger group", "iam:AddUserToGroup"),
          way("new-access-key", "make an access key for any user", "iam:CreateAccessKey"),
          way("new-login", "give any user a password", "iam:CreateLoginProfile"),
          way("change-login", "change any user's password", "iam:UpdateLoginProfile"),
          way(
              "other-mfa",
              "replace a user's second factor and take over the login",
              "iam:DeactivateMFADevice",
              "iam:UpdateLoginProfile"),
          way(
              "open-trust",
              "let itself assume any role",
              "iam:UpdateAssumeRolePolicy",
              "sts:AssumeRole"),
          way("assume-any-role", "assume every role that trusts the account", "sts:AssumeRole"),
          way(
              "drop-user-boundary",
              "take the limit off a user",
              "iam:DeleteUserPermissionsBoundary"),
          way(
              "drop-role-boundary",
              "take the limit off a role",
              "iam:DeleteRolePermissionsBoundary"),
          way(
              "replace-user-boundary",
              "put a wider limit on a user",
              "iam:PutUserPermissionsBoundary"),
          way(
              "replace-role-boundary",
              "put a wider limit on a role",
              "iam:PutRolePermissionsBoundary"),
          way(
              "pass-role-to-function",
              "run code as any role",
              "iam:PassRole",
              "lambda:CreateFunction",
              "lambda:InvokeFunction"),
          way(
              "pass-role-to-function-url",
              "run code as any role by way of a URL",
              "iam:PassRole",
              "lambda:CreateFunction",
              "lambda:CreateFunctionUrlConfig"),
          way(
              "pass-role-to-triggered-function",
              "run code as any role when something is written to a table",
              "iam:PassRole",
              "lambda:CreateFunction",
              "lambda:CreateEventSourceMapping"),
          way(
              "pass-role-to-open-function",
              "run code as any role that another account calls",
              "iam:PassRole",
              "lambda:CreateFunction",
              "lambda:AddPermission"),
          way(
              "change-function-code",
              "run code as the role of any function",
              "lambda:UpdateFunctionCode"),
          way(
              "change-function-layer",
              "put a layer into any function and run as its role",
              "lambda:UpdateFunctionConfiguration"),
          way(
              "pass-role-to-instance",
              "start a machine with any role",
              "iam:PassRole",
              "ec2:RunInstances"),
          way(
              "swap-instance-role",
              "give a running machine any role",
              "iam:PassRole",
              "ec2:AssociateIamInstanceProfile"),
          way(
              "swap-instance-profile",
              "put any role into the profile of a machine",
              "iam:PassRole",
              "iam:AddRoleToInstanceProfile"),
          way("run-on-instance", "run commands as the role of any machine", "ssm:SendCommand"),
          way("session-on-instance", "open a shell as the role of any machine", "ssm:StartSession"),
          way(
              "ssh-to-instance",
              "push a key and log in to any machine",
              "ec2-instance-connect:SendSSHPublicKey"),
          way(
              "change-instance-start",
              "change what a machine runs when it starts",
              "ec2:ModifyInstanceAttribute",
              "ec2:StopInstances",
              "ec2:StartInstances"),
          way(
              "pass-role-to-launch",
              "let a scaling group start machines with any role",
              "iam:PassRole",
              "autoscaling:CreateAutoScalingGroup",
              "ec2:CreateLaunchTemplate"),
          way(
              "pass-role-to-task",
              "run a container with any role",
              "iam:PassRole",
              "ecs:RegisterTaskDefinition",
              "ecs:RunTask"),
          way(
              "pass-role-to-container-service",
              "run a container service with any role",
              "iam:PassRole",
              "ecs:RegisterTaskDefinition",
              "ecs:CreateService"),
          way(
              "shell-in-task",
              "open a shell in any container",
              "ecs:ExecuteCommand",
              "ecs:DescribeTasks"),
          way(
              "pass-role-to-stack",
              "let CloudFormation act with any role",
              "iam:PassRole",
              "cloudformation:CreateStack"),
          way("change-stack", "change any stack with its own role", "cloudformation:UpdateStack"),
          way(
              "change-set",
              "change any stack by a change set",
              "cloudformation:CreateChangeSet",
              "cloudformation:ExecuteChangeSet"),
          way(
              "pass-role-to-build",
              "run a build with any role",
              "iam:PassRole",
              "codebuild:CreateProject",
              "codebuild:StartBuild"),
          way(
              "change-build",
              "change any build and run it with its role",
              "codebuild:UpdateProject",
              "codebuild:StartBuild"),
          way(
              "pass-role-to-pipeline",
              "run a data pipeline with any role",
              "iam:PassRole",
              "datapipeline:CreatePipeline",
              "datapipeline:PutPipelineDefinition",
              "datapipeline:ActivatePipeline"),
          way(
              "pass-role-to-glue-endpoint",
              "open a Glue endpoint with any role",
              "iam:PassRole",
              "glue:CreateDevEndpoint"),
          way("change-glue-endpoint", "put a key into any Glue endpoint", "glue:UpdateDevEndpoint"),
          way(
              "pass-role-to-glue-job",
              "run a Glue job with any role",
              "iam:PassRole",
              "glue:CreateJob",
              "glue:StartJobRun"),
          way(
              "change-glue-job",
              "rewrite a Glue job and give it any role",
              "iam:PassRole",
              "glue:UpdateJob",
              "glue:StartJobRun"),
          way(
              "pass-role-to-notebook",
              "open a notebook with any role",
              "iam:PassRole",
              "sagemaker:CreateNotebookInstance",
              "sagemaker:CreatePresignedNotebookInstanceUrl"),
          way(
              "open-notebook",
              "open any notebook that runs",
              "sagemaker:CreatePresignedNotebookInstanceUrl"),
          way(
              "pass-role-to-training",
              "run a training job with any role",
              "iam:PassRole",
              "sagemaker:CreateTrainingJob"),
          way(
              "pass-role-to-processing",
              "run a processing job with any role",
              "iam:PassRole",
              "sagemaker:CreateProcessingJob"),
          way(
              "pass-role-to-state-machine",
              "run a state machine with any role",
              "iam:PassRole",
              "states:CreateStateMachine",
              "states:StartExecution"),
          way(
              "change-state-machine",
              "rewrite any state machine and run it with its role",
              "states:UpdateStateMachine",
              "states:StartExecution"),
          way(
              "pass-role-to-schedule",
              "have any call made with any role on a schedule",
              "iam:PassRole",
              "scheduler:CreateSchedule"),
          way(
              "pass-role-to-rule",
              "have targets called with any role on an event",
              "iam:PassRole",
              "events:PutRule",
              "events:PutTargets"),
          way(
              "pass-role-to-web-service",
              "run a web service with any role",
              "iam:PassRole",
              "apprunner:CreateService"),
          way(
              "pass-role-to-cluster",
              "run a cluster with any role",
              "iam:PassRole",
              "elasticmapreduce:RunJobFlow"),
          way(
              "pass-role-to-automation",
              "run an automation with any role",
              "iam:PassRole",
              "ssm:StartAutomationExecution"),
          way(
              "pass-role-to-agent",
              "run an agent's code with any role",
              "iam:PassRole",
              "bedrock-agentcore:CreateCodeInterpreter",
              "bedrock-agentcore:InvokeCodeInterpreter"),
          way(
              "read-directory-login",
              "sign in as any user of the directory",
              "sso:CreateAccountAssignment"),
          way(
              "widen-permission-set",
              "write any policy into a permission set",
              "sso:PutInlinePolicyToPermissionSet",
              "sso:ProvisionPermissionSet"));

  /// A way that a policy opens.
  ///
  /// @param certain whether it does so by itself, on every resource and without a condition; if
  ///   not, it depends on the resources it names or on its conditions
  public record Open(Escalation way, boolean certain) {}
}
