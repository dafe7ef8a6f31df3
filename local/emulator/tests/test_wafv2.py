"""AWS WAF gaps against https://docs.aws.amazon.com/waf/latest/APIReference/."""

from __future__ import annotations

import unittest
from typing import Any

from tests.support import Server, error_code

SEEN = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}
RULE = {
    "Name": "countries", "Priority": 1, "Action": {"Block": {}}, "VisibilityConfig": SEEN,
    "Statement": {"GeoMatchStatement": {"CountryCodes": ["AF"]}},
}


class WafTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.waf = cls.server.client("wafv2")
        cls.rest = cls.server.client("apigateway")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.api = self.rest.create_rest_api(name="pets")
        self.id = self.api["id"]
        self.rest.put_method(
            restApiId=self.id, resourceId=self.api["rootResourceId"], httpMethod="GET", authorizationType="NONE"
        )
        self.rest.put_integration(
            restApiId=self.id, resourceId=self.api["rootResourceId"], httpMethod="GET", type="MOCK"
        )
        self.rest.create_deployment(restApiId=self.id, stageName="my-stage_1")
        self.stage = f"arn:aws:apigateway:us-east-1::/restapis/{self.id}/stages/my-stage_1"
        self.first, self.second = self.create("first"), self.create("second")

    def create(self, name: str) -> dict[str, Any]:
        return self.waf.create_web_acl(
            Name=name, Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=SEEN, Rules=[RULE]
        )["Summary"]

    def associate(self, acl: dict[str, Any]) -> None:
        self.waf.associate_web_acl(WebACLArn=acl["ARN"], ResourceArn=self.stage)

    def guarded(self, acl: dict[str, Any]) -> list[str]:
        return self.waf.list_resources_for_web_acl(WebACLArn=acl["ARN"], ResourceType="API_GATEWAY")["ResourceArns"]

    def shown(self) -> list[str | None]:
        return [stage.get("webAclArn") for stage in self.rest.get_stages(restApiId=self.id)["item"]]

    def test_a_second_web_acl_takes_the_place_of_the_first(self) -> None:
        """https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
        https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html"""
        self.associate(self.first)
        self.assertEqual([self.first["ARN"]], self.shown())
        self.associate(self.second)
        self.assertEqual([self.second["ARN"]], self.shown())
        self.assertEqual(([], [self.stage]), (self.guarded(self.first), self.guarded(self.second)))
        self.waf.disassociate_web_acl(ResourceArn=self.stage)
        self.assertEqual([None], self.shown())
        self.assertEqual([], self.guarded(self.second))

    def test_what_is_not_there_cannot_be_associated(self) -> None:
        """Errors: https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
        https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html"""
        gone = self.stage.replace("my-stage_1", "gone")
        for refused in (
            lambda: self.waf.associate_web_acl(WebACLArn=self.first["ARN"] + "x", ResourceArn=self.stage),
            lambda: self.waf.associate_web_acl(WebACLArn=self.first["ARN"], ResourceArn=gone),
            lambda: self.waf.disassociate_web_acl(ResourceArn=gone),
        ):
            self.assertEqual("WAFNonexistentItemException", error_code(refused))
        self.assertEqual([], self.guarded(self.first))

    def test_resources_are_listed_by_type_load_balancers_by_default(self) -> None:
        """https://docs.aws.amazon.com/waf/latest/APIReference/API_ListResourcesForWebACL.html"""
        self.associate(self.first)
        balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/b/50dc6c495c0c9188"
        self.waf.associate_web_acl(WebACLArn=self.first["ARN"], ResourceArn=balancer)
        self.assertEqual([self.stage], self.guarded(self.first))
        listed = self.waf.list_resources_for_web_acl(WebACLArn=self.first["ARN"])["ResourceArns"]
        self.assertEqual([balancer], listed)
        self.assertEqual(
            "WAFNonexistentItemException",
            error_code(lambda: self.waf.list_resources_for_web_acl(WebACLArn=self.first["ARN"] + "x")),
        )

    def test_a_web_acl_in_use_is_not_deleted(self) -> None:
        """https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html"""
        self.associate(self.first)
        named = {"Name": "first", "Scope": "REGIONAL", "Id": self.first["Id"], "LockToken": self.first["LockToken"]}
        self.assertEqual("WAFAssociatedItemException", error_code(self.waf.delete_web_acl, **named))
        # A deleted stage is guarded no more.
        self.rest.delete_stage(restApiId=self.id, stageName="my-stage_1")
        self.assertEqual([], self.guarded(self.first))
        self.waf.delete_web_acl(**named)
        listed = self.waf.list_web_acls(Scope="REGIONAL")["WebACLs"]
        self.assertEqual([self.second["ARN"]], [each["ARN"] for each in listed])

    def test_an_update_replaces_the_whole(self) -> None:
        """https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html"""
        self.waf.update_web_acl(
            Name="first", Scope="REGIONAL", Id=self.first["Id"], LockToken=self.first["LockToken"],
            DefaultAction={"Allow": {}}, VisibilityConfig=SEEN,
        )
        read = self.waf.get_web_acl(ARN=self.first["ARN"])
        self.assertEqual([], read["WebACL"].get("Rules", []))
        self.assertNotEqual(self.first["LockToken"], read["LockToken"])
        stale = {"Name": "first", "Scope": "REGIONAL", "Id": self.first["Id"], "LockToken": self.first["LockToken"]}
        self.assertEqual("WAFOptimisticLockException", error_code(self.waf.delete_web_acl, **stale))

    def test_events_have_the_shape_that_is_recorded(self) -> None:
        """https://docs.aws.amazon.com/waf/latest/developerguide/logging-using-cloudtrail.html"""
        self.associate(self.first)
        self.waf.disassociate_web_acl(ResourceArn=self.stage)
        envelope = self.server.events()[-1]
        self.assertEqual("aws.wafv2", envelope["source"])
        detail = self.server.detail("DisassociateWebACL")
        self.assertEqual("wafv2.amazonaws.com", detail["eventSource"])
        self.assertEqual({"resourceArn": self.stage}, detail["requestParameters"])
        self.assertIsNone(detail["responseElements"])
        detail = self.server.detail("AssociateWebACL")
        self.assertEqual(
            {"webACLArn": self.first["ARN"], "resourceArn": self.stage}, detail["requestParameters"]
        )
        detail = self.server.detail("CreateWebACL")
        self.assertEqual("countries", detail["requestParameters"]["rules"][0]["name"])
        self.assertEqual({"block": {}}, detail["requestParameters"]["rules"][0]["action"])
        self.assertEqual(self.second["ARN"], detail["responseElements"]["summary"]["aRN"])


if __name__ == "__main__":
    unittest.main()
