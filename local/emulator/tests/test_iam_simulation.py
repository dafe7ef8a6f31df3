"""SimulateCustomPolicy against https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html."""

from __future__ import annotations

import json
import unittest
from typing import Any

from tests.support import Server, error_code


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


class SimulationTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.iam = cls.server.client("iam")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def results(self, *statements: dict[str, Any], actions: list[str], **more: Any) -> list[dict[str, Any]]:
        answer = self.iam.simulate_custom_policy(PolicyInputList=[document(*statements)], ActionNames=actions, **more)
        self.assertFalse(answer["IsTruncated"])
        return answer["EvaluationResults"]

    def decisions(self, *statements: dict[str, Any], actions: list[str], **more: Any) -> list[str]:
        return [each["EvalDecision"] for each in self.results(*statements, actions=actions, **more)]

    def test_what_is_not_allowed_is_denied_implicitly(self) -> None:
        first, second = self.results(allow("s3:Get*"), actions=["s3:GetObject", "s3:PutObject"])
        self.assertEqual(("s3:GetObject", "*", "allowed"), tuple(first[k] for k in (
            "EvalActionName", "EvalResourceName", "EvalDecision")))
        self.assertEqual("PolicyInputList.1", first["MatchedStatements"][0]["SourcePolicyId"])
        self.assertEqual("implicitDeny", second["EvalDecision"])
        self.assertEqual([], second["MatchedStatements"])

    def test_a_denial_wins(self) -> None:
        deny = {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
        self.assertEqual(
            ["explicitDeny", "allowed"],
            self.decisions(allow("*"), deny, actions=["s3:DeleteBucket", "s3:CreateBucket"]),
        )
        answer = self.iam.simulate_custom_policy(
            PolicyInputList=[document(allow("s3:*")), document(deny)], ActionNames=["s3:DeleteBucket"])
        self.assertEqual("explicitDeny", answer["EvaluationResults"][0]["EvalDecision"])

    def test_actions_have_no_case_and_wildcards_are_no_regular_expressions(self) -> None:
        self.assertEqual(["allowed"], self.decisions(allow("S3:getobject"), actions=["s3:GetObject"]))
        self.assertEqual(["allowed"], self.decisions(allow("s3:GetObjec?"), actions=["s3:GetObject"]))
        self.assertEqual(
            ["implicitDeny"],
            self.decisions(allow("s3:GetObject", "arn:aws:s3:::a.b"), actions=["s3:GetObject"],
                           ResourceArns=["arn:aws:s3:::axb"]),
        )

    def test_not_action_and_not_resource(self) -> None:
        statement = {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::secret/*"}
        self.assertEqual(
            ["allowed", "implicitDeny"],
            self.decisions(statement, actions=["s3:GetObject"],
                           ResourceArns=["arn:aws:s3:::open/x", "arn:aws:s3:::secret/x"]),
        )
        self.assertEqual(["implicitDeny"], self.decisions(statement, actions=["iam:GetRole"]))
        deny = {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::open/*"}
        self.assertEqual(
            ["allowed", "explicitDeny"],
            self.decisions(allow("*"), deny, actions=["s3:GetObject"],
                           ResourceArns=["arn:aws:s3:::open/x", "arn:aws:s3:::secret/x"]),
        )

    def test_each_action_is_evaluated_on_each_resource(self) -> None:
        resources = ["arn:aws:s3:::orders/1", "arn:aws:s3:::other/1"]
        results = self.results(
            allow("s3:GetObject", "arn:aws:s3:::orders/*"), actions=["s3:GetObject"], ResourceArns=resources)
        self.assertEqual(resources, [each["EvalResourceName"] for each in results])
        self.assertEqual(["allowed", "implicitDeny"], [each["EvalDecision"] for each in results])
        self.assertEqual("allowed", results[0]["ResourceSpecificResults"][0]["EvalResourceDecision"])
        # Without a resource it is every one.
        self.assertEqual(
            ["implicitDeny"], self.decisions(allow("s3:GetObject", "arn:aws:s3:::orders/*"), actions=["s3:GetObject"]))

    def test_conditions_need_context(self) -> None:
        region = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
        result = self.results(allow("s3:*", Condition=region), actions=["s3:GetObject"])[0]
        self.assertEqual("implicitDeny", result["EvalDecision"])
        self.assertEqual(["aws:RequestedRegion"], result["MissingContextValues"])
        deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": region}
        self.assertEqual(["allowed"], self.decisions(allow("s3:*"), deny, actions=["s3:GetObject"]))

        def entry(value: str) -> list[dict[str, Any]]:
            return [{"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": [value], "ContextKeyType": "string"}]

        for value, allowing, denying in (("eu-west-1", "allowed", "explicitDeny"), ("us-east-1", "implicitDeny", "allowed")):
            given = {"actions": ["s3:GetObject"], "ContextEntries": entry(value)}
            self.assertEqual([allowing], self.decisions(allow("s3:*", Condition=region), **given))
            self.assertEqual([denying], self.decisions(allow("s3:*"), deny, **given))

    def test_a_boundary_bounds(self) -> None:
        answer = self.iam.simulate_custom_policy(
            PolicyInputList=[document(allow("*"))], ActionNames=["s3:GetObject", "iam:GetRole"],
            PermissionsBoundaryPolicyInputList=[document(allow("s3:*"))])
        inside, outside = answer["EvaluationResults"]
        self.assertEqual("allowed", inside["EvalDecision"])
        self.assertEqual("implicitDeny", outside["EvalDecision"])
        self.assertFalse(outside["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"])

    def test_pages(self) -> None:
        actions = [f"s3:Action{number}" for number in range(250)]
        pages = self.iam.get_paginator("simulate_custom_policy").paginate(
            PolicyInputList=[document(allow("s3:*"))], ActionNames=actions)
        names = [each["EvalActionName"] for page in pages for each in page["EvaluationResults"]]
        self.assertEqual(actions, names)
        first = self.iam.simulate_custom_policy(
            PolicyInputList=[document(allow("s3:*"))], ActionNames=actions, MaxItems=7)
        self.assertTrue(first["IsTruncated"])
        self.assertEqual(7, len(first["EvaluationResults"]))

    def test_refuses_what_is_malformed(self) -> None:
        """InvalidInput: wildcards in action names are not supported, documents have to be policies."""
        simulate = self.iam.simulate_custom_policy
        self.assertEqual("InvalidInput", error_code(simulate, PolicyInputList=[document(allow("*"))], ActionNames=["s3:*"]))
        self.assertEqual("InvalidInput", error_code(simulate, PolicyInputList=["nonsense"], ActionNames=["s3:GetObject"]))
        self.assertEqual(
            "InvalidInput",
            error_code(simulate, PolicyInputList=[document({"Effect": "Allow", "Action": "*"})], ActionNames=["s3:GetObject"]),
        )


if __name__ == "__main__":
    unittest.main()
