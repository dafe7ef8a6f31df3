"""Lambda gaps against the Lambda API reference, https://docs.aws.amazon.com/lambda/latest/api/."""

from __future__ import annotations

import io
import json
import threading
import unittest
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.support import Server, error_code
from tests.test_iam import TRUST

ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"


def code() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): pass")
    return buffer.getvalue()


class LambdaTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.client = cls.server.client("lambda")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        role = self.server.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        self.role = role["Role"]["Arn"]
        self.create("f")

    def create(self, name: str, **more: object) -> dict:
        return self.client.create_function(
            FunctionName=name, Role=self.role, Runtime="python3.12", Handler="index.handler",
            Code={"ZipFile": code()}, **more,
        )

    def allow(self, sid: str, principal: str = "*", **more: object) -> dict:
        more.setdefault("Action", "lambda:InvokeFunction")
        answer = self.client.add_permission(FunctionName="f", StatementId=sid, Principal=principal, **more)
        return json.loads(answer["Statement"])

    def sids(self, **more: str) -> list[str]:
        policy = json.loads(self.client.get_policy(FunctionName="f", **more)["Policy"])
        return [statement["Sid"] for statement in policy["Statement"]]

    def test_statement_has_principal_and_conditions_as_aws_writes_them(self) -> None:
        """API_AddPermission."""
        self.assertEqual(
            {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
             "Action": "lambda:InvokeFunction", "Resource": ARN},
            self.allow("a", "111122223333"),
        )
        url = self.allow("b", "*", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE")
        self.assertEqual("*", url["Principal"])
        self.assertEqual({"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}, url["Condition"])
        via = self.allow("c", "*", InvokedViaFunctionUrl=True)
        self.assertEqual({"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}, via["Condition"])
        service = self.allow(
            "d", "s3.amazonaws.com", SourceArn="arn:aws:s3:::b", SourceAccount="123456789012", PrincipalOrgID="o-1234567890"
        )
        self.assertEqual({"Service": "s3.amazonaws.com"}, service["Principal"])
        self.assertEqual(
            {"StringEquals": {"AWS:SourceAccount": "123456789012", "aws:PrincipalOrgID": "o-1234567890"},
             "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::b"}},
            service["Condition"],
        )

    def test_a_statement_id_is_used_once(self) -> None:
        """API_AddPermission: ResourceConflictException."""
        self.allow("a")
        self.assertEqual("ResourceConflictException", error_code(self.allow, "a"))

    def test_policies_of_function_version_and_alias_are_separate(self) -> None:
        """API_GetPolicy: Qualifier."""
        version = self.client.publish_version(FunctionName="f")["Version"]
        self.client.create_alias(FunctionName="f", Name="live", FunctionVersion=version)
        self.allow("own")
        statement = self.allow("alias", Qualifier="live")
        self.assertEqual(ARN + ":live", statement["Resource"])
        self.client.add_permission(
            FunctionName=ARN + ":" + version, StatementId="version", Principal="*", Action="lambda:InvokeFunction"
        )
        self.assertEqual(["own"], self.sids())
        self.assertEqual(["alias"], self.sids(Qualifier="live"))
        self.assertEqual(["version"], self.sids(Qualifier=version))
        self.client.remove_permission(FunctionName="f", StatementId="alias", Qualifier="live")
        self.assertEqual(
            "ResourceNotFoundException", error_code(self.client.get_policy, FunctionName="f", Qualifier="live")
        )
        self.assertEqual(["own"], self.sids())
        self.assertEqual("ResourceNotFoundException", error_code(self.allow, "x", Qualifier="nowhere"))

    def test_policy_revision_is_an_optimistic_lock(self) -> None:
        """API_RemovePermission: RevisionId, PreconditionFailedException."""
        self.allow("a")
        stale = self.client.get_policy(FunctionName="f")["RevisionId"]
        self.allow("b")
        current = self.client.get_policy(FunctionName="f")["RevisionId"]
        self.assertNotEqual(stale, current)
        remove = self.client.remove_permission
        self.assertEqual(
            "PreconditionFailedException", error_code(remove, FunctionName="f", StatementId="a", RevisionId=stale)
        )
        self.assertEqual("PreconditionFailedException", error_code(self.allow, "c", RevisionId=stale))
        remove(FunctionName="f", StatementId="a", RevisionId=current)
        self.assertEqual(["b"], self.sids())
        self.assertEqual(
            "ResourceNotFoundException", error_code(remove, FunctionName="f", StatementId="a")
        )

    def test_configuration_is_kept_and_has_a_revision(self) -> None:
        """API_UpdateFunctionConfiguration."""
        before = self.client.get_function_configuration(FunctionName="f")
        after = self.client.update_function_configuration(
            FunctionName="f", RevisionId=before["RevisionId"], KMSKeyArn="arn:aws:kms:us-east-1:123456789012:key/k",
            DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:123456789012:q"}, TracingConfig={"Mode": "Active"},
            LoggingConfig={"LogFormat": "JSON", "LogGroup": "/g"}, SnapStart={"ApplyOn": "PublishedVersions"},
        )
        self.assertNotEqual(before["RevisionId"], after["RevisionId"])
        self.assertEqual(
            "PreconditionFailedException",
            error_code(self.client.update_function_configuration, FunctionName="f", RevisionId=before["RevisionId"]),
        )
        shown = self.client.get_function_configuration(FunctionName="f")
        self.assertEqual("arn:aws:kms:us-east-1:123456789012:key/k", shown["KMSKeyArn"])
        self.assertEqual("arn:aws:sqs:us-east-1:123456789012:q", shown["DeadLetterConfig"]["TargetArn"])
        self.assertEqual("Active", shown["TracingConfig"]["Mode"])
        self.assertEqual("JSON", shown["LoggingConfig"]["LogFormat"])
        self.assertEqual({"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"}, shown["SnapStart"])
        published = self.client.publish_version(FunctionName="f")
        self.assertEqual("On", published["SnapStart"]["OptimizationStatus"])
        self.client.update_function_configuration(FunctionName="f", TracingConfig={"Mode": "PassThrough"})
        kept = self.client.get_function_configuration(FunctionName="f", Qualifier=published["Version"])
        self.assertEqual("Active", kept["TracingConfig"]["Mode"])
        self.client.create_alias(FunctionName="f", Name="live", FunctionVersion=published["Version"])
        alias = self.client.get_function_configuration(FunctionName="f", Qualifier="live")
        self.assertEqual((ARN + ":live", published["Version"]), (alias["FunctionArn"], alias["Version"]))

    def test_function_urls_per_alias(self) -> None:
        """API_CreateFunctionUrlConfig, API_ListFunctionUrlConfigs."""
        self.client.create_alias(FunctionName="f", Name="live", FunctionVersion="$LATEST")
        create = self.client.create_function_url_config
        create(FunctionName="f", AuthType="NONE", Cors={"AllowOrigins": ["*"]})
        create(FunctionName="f", Qualifier="live", AuthType="AWS_IAM")
        self.assertEqual("ResourceConflictException", error_code(create, FunctionName="f", AuthType="NONE"))
        listed = self.client.list_function_url_configs(FunctionName="f")["FunctionUrlConfigs"]
        self.assertEqual([(ARN, "NONE"), (ARN + ":live", "AWS_IAM")], [(c["FunctionArn"], c["AuthType"]) for c in listed])
        self.assertEqual("BUFFERED", listed[0]["InvokeMode"])
        self.client.update_function_url_config(FunctionName="f", AuthType="AWS_IAM")
        shown = self.client.get_function_url_config(FunctionName="f")
        self.assertEqual(("AWS_IAM", ["*"]), (shown["AuthType"], shown["Cors"]["AllowOrigins"]))
        self.client.delete_function_url_config(FunctionName="f", Qualifier="live")
        self.assertEqual(
            "ResourceNotFoundException",
            error_code(self.client.get_function_url_config, FunctionName="f", Qualifier="live"),
        )

    def test_lists_are_paged(self) -> None:
        """API_ListFunctions, API_ListAliases, API_ListVersionsByFunction."""
        for name in ("a", "b", "c"):
            self.create(name)
            self.client.create_alias(FunctionName="f", Name=name, FunctionVersion="$LATEST")
        first = self.client.list_functions(MaxItems=3)
        second = self.client.list_functions(MaxItems=3, Marker=first["NextMarker"])
        names = [f["FunctionName"] for f in first["Functions"] + second["Functions"]]
        self.assertEqual((["a", "b", "c", "f"], None), (names, second.get("NextMarker")))
        pages = self.client.get_paginator("list_aliases").paginate(FunctionName="f", PaginationConfig={"PageSize": 2})
        self.assertEqual(["a", "b", "c"], [a["Name"] for page in pages for a in page["Aliases"]])
        self.client.publish_version(FunctionName="f")
        pages = self.client.get_paginator("list_versions_by_function").paginate(
            FunctionName="f", PaginationConfig={"PageSize": 1}
        )
        self.assertEqual(["$LATEST", "1"], [v["Version"] for page in pages for v in page["Versions"]])

    def test_functions_that_run_outside_are_invoked(self) -> None:
        """API_Invoke."""
        arrived = threading.Semaphore(0)

        class Runner(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(500 if b"boom" in body else 200)
                self.end_headers()
                self.wfile.write(b'{"got":' + body + b"}")
                arrived.release()

            def log_message(self, *arguments: object) -> None:
                pass

        runner = HTTPServer(("127.0.0.1", 0), Runner)
        threading.Thread(target=runner.serve_forever, daemon=True).start()
        self.server.control("PUT", "functions", {"outside": f"http://127.0.0.1:{runner.server_port}/"})
        done = self.client.invoke(FunctionName="outside", Qualifier="live", Payload=b'{"a":1}')
        self.assertEqual({"got": {"a": 1}}, json.loads(done["Payload"].read()))
        self.assertNotIn("FunctionError", done)
        failed = self.client.invoke(FunctionName="outside", Payload=b'"boom"')
        self.assertEqual("Unhandled", failed["FunctionError"])
        self.assertEqual(202, self.client.invoke(FunctionName="outside", InvocationType="Event")["StatusCode"])
        self.assertTrue(all(arrived.acquire(timeout=5) for _ in range(3)))
        runner.shutdown()
        runner.server_close()

    def test_an_existing_function_is_not_overwritten(self) -> None:
        """API_CreateFunction: ResourceConflictException."""
        self.assertEqual("ResourceConflictException", error_code(self.create, "f"))

    def test_an_alias_takes_its_policy_and_url_with_it(self) -> None:
        self.client.create_alias(FunctionName="f", Name="live", FunctionVersion="$LATEST")
        self.allow("a", Qualifier="live")
        self.client.delete_alias(FunctionName="f", Name="live")
        self.client.create_alias(FunctionName="f", Name="live", FunctionVersion="$LATEST")
        self.assertEqual(
            "ResourceNotFoundException", error_code(self.client.get_policy, FunctionName="f", Qualifier="live")
        )


if __name__ == "__main__":
    unittest.main()
