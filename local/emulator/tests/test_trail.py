"""The CloudTrail tap as EventBridge sees it, for real clients."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import shutil
import subprocess
import unittest

from werkzeug.datastructures import Headers

from rampart_emulator import wire
from rampart_emulator.control import Control
from rampart_emulator.http import Answer, Request
from rampart_emulator.trail import Trail
from tests.support import PERSON, Server, error_code
from tests.test_iam import TRUST, document
from tests.test_lambda import code

BOT = "AKIABOT0000000000001"


class TrailTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.iam = self.server.client("iam")
        self.role = self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]

    def create_function(self, **more: object) -> None:
        self.server.client("lambda").create_function(
            FunctionName="f", Role=self.role, Runtime="python3.12", Handler="index.handler",
            Code={"ZipFile": code()}, **more,
        )

    def test_envelope(self) -> None:
        self.iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document() + "\n")
        event = self.server.events()[-1]
        self.assertEqual(
            {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"}, set(event)
        )
        self.assertEqual(
            ("0", "AWS API Call via CloudTrail", "aws.iam", "123456789012", "us-east-1", []),
            tuple(event[k] for k in ("version", "detail-type", "source", "account", "region", "resources")),
        )
        detail = event["detail"]
        self.assertEqual("iam.amazonaws.com", detail["eventSource"])
        self.assertEqual("PutRolePolicy", detail["eventName"])
        self.assertEqual({"roleName": "r", "policyName": "p", "policyDocument": document() + "\n"}, detail["requestParameters"])
        self.assertIsNone(detail["responseElements"])
        self.assertEqual("IAMUser", detail["userIdentity"]["type"])
        self.assertEqual(f"arn:aws:iam::123456789012:user/{PERSON.lower()}", detail["userIdentity"]["arn"])
        self.assertEqual(("127.0.0.1", False, True, "AwsApiCall", "Management", "123456789012"), tuple(
            detail[k] for k in ("sourceIPAddress", "readOnly", "managementEvent", "eventType", "eventCategory", "recipientAccountId")))
        self.assertIn("Boto3/", detail["userAgent"])
        self.assertRegex(detail["eventTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertNotIn("errorCode", detail)

    def test_iam_responses(self) -> None:
        detail = self.server.detail("CreateRole")
        role = detail["responseElements"]["role"]
        self.assertTrue(role["assumeRolePolicyDocument"].startswith("%7B"))
        self.assertEqual(TRUST, detail["requestParameters"]["assumeRolePolicyDocument"])
        self.assertRegex(role["createDate"], r"^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$")
        arn = self.iam.create_policy(PolicyName="p", PolicyDocument=document())["Policy"]["Arn"]
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(3), SetAsDefault=True)
        detail = self.server.detail("CreatePolicyVersion")
        self.assertEqual({"policyArn": arn, "policyDocument": document(3), "setAsDefault": True}, detail["requestParameters"])
        version = detail["responseElements"]["policyVersion"]
        self.assertEqual(("v2", True), (version["versionId"], version["isDefaultVersion"]))
        self.iam.create_user(UserName="u")
        self.iam.create_access_key(UserName="u")
        self.assertEqual(
            {"userName", "accessKeyId", "status", "createDate"},
            set(self.server.detail("CreateAccessKey")["responseElements"]["accessKey"]),
        )

    def test_failed_calls_carry_their_error(self) -> None:
        self.assertEqual("NoSuchEntity", error_code(self.iam.delete_role, RoleName="nobody"))
        detail = self.server.detail("DeleteRole")
        self.assertEqual(("NoSuchEntityException", None), (detail["errorCode"], detail["responseElements"]))
        self.assertTrue(detail["errorMessage"])
        self.assertEqual({"roleName": "nobody"}, detail["requestParameters"])
        for error in ("AccessDenied", "Throttling"):
            self.server.control("POST", "faults", {"service": "iam", "operation": "DeleteRole", "error": error})
            self.assertEqual(error, error_code(self.iam.delete_role, RoleName="r"))
            detail = self.server.detail("DeleteRole")
            self.assertEqual((error, None), (detail["errorCode"], detail["requestParameters"]))
        self.assertEqual("r", self.iam.get_role(RoleName="r")["Role"]["RoleName"])

    def test_reads_and_data_events_are_not_delivered(self) -> None:
        self.create_function()
        before = len(self.server.events())
        self.iam.list_roles()
        s3, sqs, sns = (self.server.client(n) for n in ("s3", "sqs", "sns"))
        s3.create_bucket(Bucket="bucket")
        s3.put_object(Bucket="bucket", Key="k", Body=b"x")
        s3.delete_object(Bucket="bucket", Key="k")
        queue = sqs.create_queue(QueueName="q")["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody="x")
        sqs.purge_queue(QueueUrl=queue)
        topic = sns.create_topic(Name="t")["TopicArn"]
        sns.publish(TopicArn=topic, Message="x")
        self.server.client("lambda").invoke(FunctionName="f", InvocationType="DryRun")
        table = self.server.client("dynamodb")
        table.create_table(
            TableName="t", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        )
        table.put_item(TableName="t", Item={"pk": {"S": "a"}})
        names = [event["detail"]["eventName"] for event in self.server.events()[before:]]
        self.assertEqual(["CreateBucket", "CreateQueue", "PurgeQueue", "CreateTopic", "CreateTable"], names)

    def test_invocations_are_delivered_to_a_trail_that_selects_them(self) -> None:
        """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html"""
        self.create_function()
        self.server.client("s3").create_bucket(Bucket="trail")
        trail = self.server.client("cloudtrail")
        trail.create_trail(Name="trail", S3BucketName="trail")
        invoke = functools.partial(self.server.client("lambda").invoke, FunctionName="f:$LATEST", InvocationType="DryRun")
        arn = "arn:aws:lambda:us-east-1:123456789012:function:f"
        for selectors in (
            {"EventSelectors": [{"DataResources": [{"Type": "AWS::Lambda::Function", "Values": [arn]}]}]},
            {"EventSelectors": [{"DataResources": [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]}]},
        ):
            trail.stop_logging(Name="trail")
            trail.put_event_selectors(TrailName="trail", **selectors)
            before = len(self.server.events())
            invoke()
            self.assertEqual(before, len(self.server.events()), "the trail does not log")
            trail.start_logging(Name="trail")
            invoke()
            event = self.server.events()[-1]
            detail = event["detail"]
            self.assertEqual(("aws.lambda", "Invoke"), (event["source"], detail["eventName"]))
            self.assertEqual((False, "Data"), (detail["managementEvent"], detail["eventCategory"]))
            self.assertEqual([{"accountId": "123456789012", "type": "AWS::Lambda::Function", "ARN": arn}], detail["resources"])
            self.assertEqual(({"functionName": arn, "invocationType": "DryRun"}, None), (detail["requestParameters"], detail["responseElements"]))
            self.assertNotIn("errorCode", detail)
        self.server.control("POST", "faults", {"service": "lambda", "operation": "Invoke", "error": "AccessDeniedException"})
        error_code(invoke)
        detail = self.server.events()[-1]["detail"]
        self.assertEqual(("AccessDenied", None), (detail["errorCode"], detail["requestParameters"]))
        self.assertEqual(arn, detail["resources"][0]["ARN"])
        self.assertNotIn("Invoke", [each["EventName"] for each in trail.lookup_events()["Events"]])
        trail.put_event_selectors(TrailName="trail", EventSelectors=[
            {"DataResources": [{"Type": "AWS::Lambda::Function", "Values": [arn + "2"]}]}])
        before = len(self.server.events())
        invoke()
        self.assertEqual(before, len(self.server.events()), "another function is selected")
        trail.put_event_selectors(TrailName="trail", AdvancedEventSelectors=[{"Name": "n", "FieldSelectors": [
            {"Field": "eventCategory", "Equals": ["Data"]},
            {"Field": "resources.type", "Equals": ["AWS::Lambda::Function"]}]}])
        invoke()
        self.assertEqual("Data", self.server.events()[-1]["detail"]["eventCategory"])

    def test_lambda(self) -> None:
        self.create_function(Environment={"Variables": {"SECRET": "hush"}})
        detail = self.server.detail("CreateFunction")
        self.assertEqual("CreateFunction20150331", detail["eventName"])
        self.assertEqual(({}, {}), (detail["requestParameters"]["environment"], detail["requestParameters"]["code"]))
        self.assertEqual({}, detail["responseElements"]["environment"])
        self.assertNotIn("hush", json.dumps(self.server.events()) + json.dumps(self.server.control("GET", "calls")))
        client = self.server.client("lambda")
        arn = "arn:aws:lambda:us-east-1:123456789012:function:f"
        client.add_permission(FunctionName=arn, StatementId="s", Principal="*", Action="lambda:InvokeFunction")
        detail = self.server.detail("AddPermission")
        self.assertEqual("AddPermission20150331v2", detail["eventName"])
        self.assertEqual(
            {"functionName": arn, "statementId": "s", "principal": "*", "action": "lambda:InvokeFunction"},
            detail["requestParameters"],
        )
        self.assertEqual("s", json.loads(detail["responseElements"]["statement"])["Sid"])
        client.remove_permission(FunctionName="f", StatementId="s")
        detail = self.server.detail("RemovePermission20150331v2")
        self.assertEqual({"functionName": "f", "statementId": "s"}, detail["requestParameters"])
        self.assertIsNone(detail["responseElements"])
        client.create_function_url_config(FunctionName="f", AuthType="NONE")
        self.assertEqual("NONE", self.server.detail("CreateFunctionUrlConfig")["requestParameters"]["authType"])

    def test_api_gateway_both_shapes(self) -> None:
        rest, http = self.server.client("apigateway"), self.server.client("apigatewayv2")
        api = rest.create_rest_api(name="a")
        detail = self.server.detail("CreateRestApi")
        self.assertEqual({"createRestApiInput": {"name": "a"}, "template": False}, detail["requestParameters"])
        self.assertEqual(api["id"], detail["responseElements"]["id"])
        where = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
        rest.put_method(**where, authorizationType="AWS_IAM")
        rest.update_method(**where, patchOperations=[{"op": "replace", "path": "/authorizationType", "value": "NONE"}])
        self.assertEqual(
            {**where, "template": False, "updateMethodInput": {"patchOperations": [
                {"op": "replace", "path": "/authorizationType", "value": "NONE"}]}},
            self.server.detail("UpdateMethod")["requestParameters"],
        )
        rest.put_rest_api(restApiId=api["id"], mode="merge", body=b'{"openapi":"3.0.1","paths":{}}')
        self.assertEqual(api["id"], self.server.detail("PutRestApi")["requestParameters"]["restApiId"])
        rest.delete_rest_api(restApiId=api["id"])
        detail = self.server.detail("DeleteRestApi")
        self.assertEqual({"restApiId": api["id"], "template": False}, detail["requestParameters"])
        api = http.create_api(Name="h", ProtocolType="HTTP")["ApiId"]
        http.create_stage(ApiId=api, StageName="$default", AutoDeploy=False)
        http.update_stage(ApiId=api, StageName="$default", StageVariables={"k": "v"})
        detail = self.server.detail("UpdateStage")
        self.assertEqual({"apiId": api, "stageName": "%24default", "stageVariables": "***"}, detail["requestParameters"])
        route = http.create_route(ApiId=api, RouteKey="GET /x")
        detail = self.server.detail("CreateRoute")
        self.assertEqual({"apiId": api, "routeKey": "GET /x"}, detail["requestParameters"])
        self.assertEqual(route["RouteId"], detail["responseElements"]["routeId"])

    def test_s3_and_ssm(self) -> None:
        s3, ssm = self.server.client("s3"), self.server.client("ssm")
        s3.create_bucket(Bucket="bucket")
        policy = {"Version": "2012-10-17", "Statement": []}
        s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps(policy))
        request = self.server.detail("PutBucketPolicy")["requestParameters"]
        self.assertEqual((policy, "bucket", ""), (request["bucketPolicy"], request["bucketName"], request["policy"]))
        self.assertIn("Host", request)
        s3.put_public_access_block(Bucket="bucket", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
        request = self.server.detail("PutBucketPublicAccessBlock")["requestParameters"]
        self.assertTrue(request["PublicAccessBlockConfiguration"]["BlockPublicAcls"])
        self.assertEqual("", request["publicAccessBlock"])
        ssm.put_parameter(Name="/p", Value="hush", Type="SecureString")
        self.assertEqual("HIDDEN_DUE_TO_SECURITY_REASONS", self.server.detail("PutParameter")["requestParameters"]["value"])
        self.server.client("secretsmanager").create_secret(Name="s", SecretString="hush")
        self.assertNotIn("hush", json.dumps(self.server.events()) + json.dumps(self.server.control("GET", "calls")))

    def test_oversized_parameters_are_omitted_and_oversized_events_not_delivered(self) -> None:
        http = self.server.client("apigatewayv2")
        api = http.create_api(Name="h", ProtocolType="HTTP")["ApiId"]
        body = {"openapi": "3.0.1", "info": {"title": "x" * 110_000}, "paths": {}}
        http.reimport_api(ApiId=api, Body=json.dumps(body))
        self.assertNotIn("requestParameters", self.server.detail("ReimportApi"))
        self.server.control("PUT", "identities", {BOT: {"type": "IAMUser", "userName": "x" * 270_000}})
        self.server.client("iam", BOT).create_group(GroupName="g")
        self.assertNotIn("CreateGroup", [event["detail"]["eventName"] for event in self.server.events()])
        self.assertEqual("CreateGroup", self.server.control("GET", "calls?after=0")["calls"][-1]["operation"])

    def test_a_failure_of_the_tap_is_printed_and_forgotten(self) -> None:
        request = Request("POST", "/", Headers(), b"", "127.0.0.1")
        call = wire.Call("iam", "NoSuchOperation", "query", {}, "us-east-1", "k", request)
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            Trail(Control("")).record(call, Answer(200))
        self.assertIn("trail of iam:NoSuchOperation failed", said.getvalue())

    def test_identities(self) -> None:
        identity = {"type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/bot/x",
                    "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::123456789012:role/bot"}}}
        self.server.control("PUT", "identities", {BOT: identity})
        self.server.client("iam", BOT).delete_role(RoleName="r")
        self.assertEqual(identity, self.server.detail("DeleteRole")["userIdentity"])

    def test_keys_the_account_gave_out_are_known(self) -> None:
        self.iam.create_user(UserName="ann")
        key = self.iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]
        self.server.client("iam", key).create_group(GroupName="g")
        identity = self.server.detail("CreateGroup")["userIdentity"]
        self.assertEqual(("IAMUser", "ann"), (identity["type"], identity["userName"]))
        session = self.server.client("sts").assume_role(RoleArn=self.role, RoleSessionName="visit")
        self.server.client("iam", session["Credentials"]["AccessKeyId"]).delete_group(GroupName="g")
        identity = self.server.detail("DeleteGroup")["userIdentity"]
        self.assertEqual("arn:aws:sts::123456789012:assumed-role/r/visit", identity["arn"])
        self.assertEqual(self.role, identity["sessionContext"]["sessionIssuer"]["arn"])

    def test_aws_cli_is_understood(self) -> None:
        aws = shutil.which("aws")
        if aws is None:
            self.skipTest("no AWS CLI on this machine")
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": PERSON, "AWS_SECRET_ACCESS_KEY": "s",
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
        subprocess.run(
            [aws, "--endpoint-url", self.server.url, "iam", "put-role-policy", "--role-name", "r",
             "--policy-name", "cli", "--policy-document", document()],
            env=environment, check=True, timeout=60,
        )
        detail = self.server.detail("PutRolePolicy")
        self.assertEqual("cli", detail["requestParameters"]["policyName"])
        self.assertIn("aws-cli/", detail["userAgent"])


if __name__ == "__main__":
    unittest.main()
