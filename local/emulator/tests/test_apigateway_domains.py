"""Custom domain names against https://docs.aws.amazon.com/apigateway/latest/api/."""

from __future__ import annotations

import unittest

from tests.support import Server, error_code

NAME = "api.example.com"
REGIONAL = {"types": ["REGIONAL"]}


class DomainNameTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.client = cls.server.client("apigateway")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.client.create_domain_name(domainName=NAME, securityPolicy="TLS_1_2", endpointConfiguration=REGIONAL)

    def patch(self, *pairs: str, op: str = "replace", name: str = NAME) -> dict:
        patch = [{"op": op, "path": path, "value": value} for path, value in zip(pairs[::2], pairs[1::2])]
        return self.client.update_domain_name(domainName=name, patchOperations=patch)

    def test_a_patch_replaces_the_security_policy_and_nothing_else(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDomainName.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainName.html"""
        before = self.client.get_domain_name(domainName=NAME)
        changed = self.patch("/securityPolicy", "TLS_1_0")
        self.assertEqual("TLS_1_0", changed["securityPolicy"])
        after = self.client.get_domain_name(domainName=NAME)
        self.assertEqual("TLS_1_0", after["securityPolicy"])
        for answer in (before, after):
            answer.pop("ResponseMetadata"), answer.pop("securityPolicy")
        self.assertEqual(before, after)

    def test_what_cannot_be_patched_is_refused_and_changes_nothing(self) -> None:
        """Errors: https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDomainName.html"""
        for refused in (
            lambda: self.patch("/securityPolicy", "TLS_1_0", "/domainName", "other.example.com"),
            lambda: self.patch("/securityPolicy", "TLS_1_0", op="add"),
            lambda: self.patch("/securityPolicy", "SSL_3"),
            lambda: self.patch("/securityPolicy", "SecurityPolicy_TLS13_1_3_2025_09"),
        ):
            self.assertEqual("BadRequestException", error_code(refused))
        self.assertEqual("TLS_1_2", self.client.get_domain_name(domainName=NAME)["securityPolicy"])
        self.assertEqual("NotFoundException", error_code(self.patch, "/securityPolicy", "TLS_1_2", name="gone.example.com"))

    def test_an_enhanced_policy_has_an_endpoint_access_mode(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html"""
        policy = "SecurityPolicy_TLS13_1_3_2025_09"
        changed = self.patch("/securityPolicy", policy, "/endpointAccessMode", "STRICT")
        self.assertEqual((policy, "STRICT"), (changed["securityPolicy"], changed["endpointAccessMode"]))
        self.assertNotIn("endpointAccessMode", self.patch("/securityPolicy", "TLS_1_2"))

    def test_without_a_policy_it_is_the_oldest(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html"""
        created = self.client.create_domain_name(domainName="old.example.com")
        self.assertEqual(("TLS_1_0", ["EDGE"]), (created["securityPolicy"], created["endpointConfiguration"]["types"]))
        self.assertEqual(
            "BadRequestException", error_code(self.client.create_domain_name, domainName="old.example.com")
        )

    def test_lists_are_paged(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html"""
        for each in ("b", "c"):
            self.client.create_domain_name(domainName=f"{each}.example.com")
        first = self.client.get_domain_names(limit=2)
        rest = self.client.get_domain_names(limit=2, position=first["position"])
        names = [each["domainName"] for each in first["items"] + rest["items"]]
        self.assertEqual([NAME, "b.example.com", "c.example.com"], names)
        self.assertNotIn("position", rest)

    def test_tags(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html"""
        arn = self.client.get_domain_name(domainName=NAME)["domainNameArn"]
        self.client.tag_resource(resourceArn=arn, tags={"team": "shop", "stage": "prod"})
        self.client.untag_resource(resourceArn=arn, tagKeys=["stage"])
        self.assertEqual({"team": "shop"}, self.client.get_domain_name(domainName=NAME)["tags"])

    def test_events_have_the_shape_of_rest_apis(self) -> None:
        """What is part of the address stands at the top, the rest under the operation's name."""
        self.patch("/securityPolicy", "TLS_1_0")
        patch = {"op": "replace", "path": "/securityPolicy", "value": "TLS_1_0"}
        self.assertEqual(
            {"domainName": NAME, "updateDomainNameInput": {"patchOperations": [patch]}, "template": False},
            self.server.detail("UpdateDomainName")["requestParameters"],
        )
        created = self.server.detail("CreateDomainName")
        self.assertEqual(NAME, created["requestParameters"]["createDomainNameInput"]["domainName"])
        self.assertEqual(NAME, created["responseElements"]["domainName"])


if __name__ == "__main__":
    unittest.main()
