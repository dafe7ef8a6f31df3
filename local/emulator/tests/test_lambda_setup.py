"""Layers, limits and updates of functions against the Lambda API reference."""

from __future__ import annotations

import json
import unittest

from tests.support import Server, error_code
from tests.test_iam import TRUST
from tests.test_lambda import code

ARN = "arn:aws:lambda:us-east-1:123456789012:layer:tools:1"
FOREIGN = "arn:aws:lambda:us-east-1:111122223333:layer:tools:9"


class LambdaSetupTest(unittest.TestCase):
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
        self.client.create_function(
            FunctionName="f", Role=role["Role"]["Arn"], Runtime="python3.12", Handler="index.handler",
            Code={"ZipFile": code()}, Environment={"Variables": {"A": "b"}},
        )
        self.client.publish_layer_version(LayerName="tools", Content={"ZipFile": code()})

    def share(self, sid: str, principal: str, **more: str) -> dict:
        answer = self.client.add_layer_version_permission(
            LayerName="tools", VersionNumber=1, StatementId=sid, Principal=principal, Action="lambda:GetLayerVersion", **more
        )
        return json.loads(answer["Statement"])

    def policy(self) -> dict:
        return self.client.get_layer_version_policy(LayerName="tools", VersionNumber=1)

    def test_a_layer_is_shared_as_aws_writes_it(self) -> None:
        """API_AddLayerVersionPermission."""
        self.assertEqual(
            {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
             "Action": "lambda:GetLayerVersion", "Resource": ARN},
            self.share("a", "111122223333"),
        )
        self.assertEqual("*", self.share("b", "*")["Principal"])
        organization = self.share("c", "*", OrganizationId="o-1234567890")
        self.assertEqual({"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}, organization["Condition"])
        self.assertEqual(["a", "b", "c"], [each["Sid"] for each in json.loads(self.policy()["Policy"])["Statement"]])
        self.assertEqual("ResourceConflictException", error_code(lambda: self.share("a", "*")))
        event = self.server.detail("AddLayerVersionPermission")
        self.assertEqual("AddLayerVersionPermission20181031", event["eventName"])
        self.assertEqual("tools", event["requestParameters"]["layerName"])

    def test_a_layer_is_unshared_under_the_lock_of_its_policy(self) -> None:
        """API_RemoveLayerVersionPermission."""
        self.assertEqual("ResourceNotFoundException", error_code(self.policy))
        self.share("a", "*")
        stale = self.policy()["RevisionId"]
        self.share("b", "111122223333")
        named = {"LayerName": "tools", "VersionNumber": 1, "StatementId": "a"}
        self.assertEqual(
            "PreconditionFailedException",
            error_code(lambda: self.client.remove_layer_version_permission(**named, RevisionId=stale)),
        )
        self.client.remove_layer_version_permission(**named, RevisionId=self.policy()["RevisionId"])
        self.assertEqual(["b"], [each["Sid"] for each in json.loads(self.policy()["Policy"])["Statement"]])
        self.assertEqual(
            "ResourceNotFoundException", error_code(lambda: self.client.remove_layer_version_permission(**named))
        )

    def test_no_layer_has_no_policy_and_no_versions(self) -> None:
        """API_GetLayerVersionPolicy, API_ListLayerVersions."""
        get = self.client.get_layer_version_policy
        self.assertEqual("ResourceNotFoundException", error_code(lambda: get(LayerName="none", VersionNumber=1)))
        self.assertEqual("ResourceNotFoundException", error_code(lambda: get(LayerName="tools", VersionNumber=2)))
        self.assertEqual([], self.client.list_layer_versions(LayerName="none")["LayerVersions"])
        self.assertEqual([1], [each["Version"] for each in self.client.list_layer_versions(LayerName="tools")["LayerVersions"]])
        self.assertEqual(["tools"], [each["LayerName"] for each in self.client.list_layers()["Layers"]])

    def test_a_function_has_layers_of_other_accounts(self) -> None:
        """API_UpdateFunctionConfiguration."""
        self.client.update_function_configuration(FunctionName="f", Layers=[FOREIGN, ARN])
        layers = self.client.get_function_configuration(FunctionName="f")["Layers"]
        self.assertEqual([FOREIGN, ARN], [each["Arn"] for each in layers])

    def test_executions_are_set_aside_down_to_a_hundred(self) -> None:
        """API_PutFunctionConcurrency, API_GetAccountSettings."""
        self.server.control("PUT", "lambda", {"concurrency": 150})
        put = self.client.put_function_concurrency
        self.assertEqual(
            "InvalidParameterValueException",
            error_code(lambda: put(FunctionName="f", ReservedConcurrentExecutions=51)),
        )
        put(FunctionName="f", ReservedConcurrentExecutions=50)
        put(FunctionName="f", ReservedConcurrentExecutions=40)
        limit = self.client.get_account_settings()["AccountLimit"]
        self.assertEqual((150, 110), (limit["ConcurrentExecutions"], limit["UnreservedConcurrentExecutions"]))
        self.client.delete_function_concurrency(FunctionName="f")
        self.assertNotIn("ReservedConcurrentExecutions", self.client.get_function_concurrency(FunctionName="f"))
        self.assertEqual("DeleteFunctionConcurrency20171031", self.server.detail("DeleteFunctionConcurrency")["eventName"])

    def test_an_update_takes_its_time(self) -> None:
        """functions-states.html of the Lambda developer guide."""
        self.server.control("PUT", "lambda", {"updateLooks": 1})
        update = self.client.update_function_configuration
        update(FunctionName="f", Timeout=9)
        self.assertEqual("ResourceConflictException", error_code(lambda: update(FunctionName="f", Timeout=8)))
        get = self.client.get_function_configuration
        self.assertEqual("InProgress", get(FunctionName="f")["LastUpdateStatus"])
        self.assertEqual("Successful", get(FunctionName="f")["LastUpdateStatus"])
        update(FunctionName="f", Timeout=8)

    def test_variables_may_be_beyond_reach(self) -> None:
        """API_EnvironmentError."""
        self.server.control("PUT", "lambda", {"undecryptable": ["f"]})
        environment = self.client.get_function_configuration(FunctionName="f")["Environment"]
        self.assertEqual("AccessDeniedException", environment["Error"]["ErrorCode"])
        self.assertNotIn("Variables", environment)


if __name__ == "__main__":
    unittest.main()
