"""IAM gaps against the IAM API reference, https://docs.aws.amazon.com/IAM/latest/APIReference/."""

from __future__ import annotations

import json
import unittest
import urllib.error

from tests.support import Server, error_code

TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def document(padding: int = 0) -> str:
    return json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/" + "x" * padding}],
    })


class IamTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.iam = cls.server.client("iam")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)

    def test_inline_policies_of_a_role_share_10240_characters(self) -> None:
        """API_PutRolePolicy: LimitExceeded."""
        self.iam.put_role_policy(RoleName="r", PolicyName="a", PolicyDocument=document(6000))
        self.assertEqual(
            "LimitExceeded",
            error_code(self.iam.put_role_policy, RoleName="r", PolicyName="b", PolicyDocument=document(6000)),
        )
        # Replacing does not count the old document, white space counts for nothing.
        self.iam.put_role_policy(RoleName="r", PolicyName="a", PolicyDocument=document(9000) + " " * 5000)
        self.assertEqual(["a"], self.iam.list_role_policies(RoleName="r")["PolicyNames"])

    def test_last_accessed_information_tracks_management_actions(self) -> None:
        """API_GetServiceLastAccessedDetails: service level for all, tracked actions where there are some."""
        arn = "arn:aws:iam::123456789012:role/r"
        self.iam.put_role_policy(RoleName="r", PolicyName="a", PolicyDocument=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": ["s3:*", "sqs:*", "kms:*"], "Resource": "*"}],
        }))
        self.server.control("PUT", "identities", {"ASIAROLE": {
            "type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/r/session",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": arn}},
        }})
        self.server.client("s3", "ASIAROLE").list_buckets()
        queue = self.server.client("sqs", "ASIAROLE").create_queue(QueueName="q")["QueueUrl"]
        self.server.client("sqs", "ASIAROLE").send_message(QueueUrl=queue, MessageBody="x")
        job = self.iam.generate_service_last_accessed_details(Arn=arn, Granularity="ACTION_LEVEL")["JobId"]
        self.assertEqual("IN_PROGRESS", self.iam.get_service_last_accessed_details(JobId=job)["JobStatus"])
        report = self.iam.get_service_last_accessed_details(JobId=job)
        self.assertEqual("COMPLETED", report["JobStatus"])
        services = {each["ServiceNamespace"]: each for each in report["ServicesLastAccessed"]}
        self.assertEqual({"kms", "s3", "sqs"}, set(services))
        self.assertNotIn("LastAuthenticated", services["kms"])
        tracked = [each["ActionName"] for each in services["s3"]["TrackedActionsLastAccessed"]]
        self.assertEqual(["ListAllMyBuckets"], tracked)
        # Sending is a data event: the service was used later than any action that is tracked.
        tracked = services["sqs"]["TrackedActionsLastAccessed"]
        self.assertEqual(["CreateQueue"], [each["ActionName"] for each in tracked])
        self.assertLess(tracked[0]["LastAccessedTime"], services["sqs"]["LastAuthenticated"])

    def test_last_accessed_information_knows_attached_policies(self) -> None:
        """API_GetServiceLastAccessedDetails: every service that a policy allows, used or not."""
        policy = self.iam.create_policy(PolicyName="p", PolicyDocument=document())["Policy"]["Arn"]
        self.iam.attach_role_policy(RoleName="r", PolicyArn=policy)
        for arn in ("arn:aws:iam::123456789012:role/r", policy):
            job = self.iam.generate_service_last_accessed_details(Arn=arn)["JobId"]
            self.iam.get_service_last_accessed_details(JobId=job)
            services = self.iam.get_service_last_accessed_details(JobId=job)["ServicesLastAccessed"]
            self.assertEqual(["s3"], [each["ServiceNamespace"] for each in services])

    def test_roles_can_be_made_older(self) -> None:
        """API_GetRole: CreateDate."""
        self.server.control("PUT", "iam", {"created": {"r": "2024-02-29T12:00:00Z"}})
        self.assertEqual("2024-02-29T12:00:00+00:00", self.iam.get_role(RoleName="r")["Role"]["CreateDate"].isoformat())
        self.assertEqual(400, self.refused({"created": {"nobody": "2024-02-29T12:00:00Z"}}))

    def refused(self, document: object) -> int:
        try:
            self.server.control("PUT", "iam", document)
        except urllib.error.HTTPError as error:
            return error.code
        raise AssertionError("accepted")

    def test_last_accessed_information_can_take_longer(self) -> None:
        """API_GetServiceLastAccessedDetails: IN_PROGRESS."""
        arn = "arn:aws:iam::123456789012:role/r"
        for looks in (3, 0):
            self.server.control("PUT", "iam", {"reportLooks": looks})
            job = self.iam.generate_service_last_accessed_details(Arn=arn)["JobId"]
            for _ in range(looks):
                self.assertEqual("IN_PROGRESS", self.iam.get_service_last_accessed_details(JobId=job)["JobStatus"])
            self.assertEqual("COMPLETED", self.iam.get_service_last_accessed_details(JobId=job)["JobStatus"])

    def test_last_accessed_information_of_nobody(self) -> None:
        """API_GenerateServiceLastAccessedDetails: NoSuchEntity."""
        arn = "arn:aws:iam::123456789012:role/nobody"
        self.assertEqual("NoSuchEntity", error_code(self.iam.generate_service_last_accessed_details, Arn=arn))
        self.assertEqual(
            "NoSuchEntity", error_code(self.iam.get_service_last_accessed_details, JobId="0" * 36)
        )

    def test_role_tells_when_it_was_last_used(self) -> None:
        """API_RoleLastUsed: LastUsedDate of calls made with the role's credentials; nothing before the first."""
        self.assertNotIn("LastUsedDate", self.iam.get_role(RoleName="r")["Role"].get("RoleLastUsed", {}))
        self.server.control("PUT", "identities", {"ASIAR": {
            "type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/r/s",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::123456789012:role/r"}},
        }})
        self.server.client("iam", "ASIAR").list_roles()
        self.assertIn("LastUsedDate", self.iam.get_role(RoleName="r")["Role"]["RoleLastUsed"])

    def test_managed_policy_is_limited_to_6144_characters(self) -> None:
        """API_CreatePolicy: LimitExceeded."""
        self.assertEqual(
            "LimitExceeded", error_code(self.iam.create_policy, PolicyName="p", PolicyDocument=document(6200))
        )

    def test_attached_policy_is_not_deleted(self) -> None:
        """API_DeletePolicy: DeleteConflict."""
        arn = self.iam.create_policy(PolicyName="p", PolicyDocument=document())["Policy"]["Arn"]
        self.iam.attach_role_policy(RoleName="r", PolicyArn=arn)
        self.assertEqual("DeleteConflict", error_code(self.iam.delete_policy, PolicyArn=arn))
        self.iam.detach_role_policy(RoleName="r", PolicyArn=arn)
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(1))
        self.assertEqual("DeleteConflict", error_code(self.iam.delete_policy, PolicyArn=arn))
        self.iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
        self.iam.delete_policy(PolicyArn=arn)
        self.assertEqual("NoSuchEntity", error_code(self.iam.get_policy, PolicyArn=arn))

    def test_users_have_boundaries_as_roles_do(self) -> None:
        """API_PutUserPermissionsBoundary, API_DeleteUserPermissionsBoundary, API_CreateUser, API_GetUser."""
        bounds = self.iam.create_policy(PolicyName="b", PolicyDocument=document())["Policy"]["Arn"]
        self.iam.create_user(UserName="ada")
        self.assertNotIn("PermissionsBoundary", self.iam.get_user(UserName="ada")["User"])
        self.iam.put_user_permissions_boundary(UserName="ada", PermissionsBoundary=bounds)
        boundary = self.iam.get_user(UserName="ada")["User"]["PermissionsBoundary"]
        self.assertEqual(bounds, boundary["PermissionsBoundaryArn"])
        self.iam.delete_user_permissions_boundary(UserName="ada")
        self.assertNotIn("PermissionsBoundary", self.iam.get_user(UserName="ada")["User"])
        created = self.iam.create_user(UserName="bea", PermissionsBoundary=ADMIN)["User"]
        self.assertEqual(ADMIN, created["PermissionsBoundary"]["PermissionsBoundaryArn"])
        self.assertEqual(ADMIN, self.iam.get_user(UserName="bea")["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"])

    def test_boundary_has_to_exist(self) -> None:
        """API_PutRolePermissionsBoundary: NoSuchEntity."""
        missing = "arn:aws:iam::123456789012:policy/missing"
        self.assertEqual(
            "NoSuchEntity",
            error_code(self.iam.put_role_permissions_boundary, RoleName="r", PermissionsBoundary=missing),
        )
        self.iam.create_user(UserName="ada")
        self.assertEqual(
            "NoSuchEntity",
            error_code(self.iam.put_user_permissions_boundary, UserName="ada", PermissionsBoundary=missing),
        )
        self.assertEqual(
            "NoSuchEntity",
            error_code(self.iam.put_user_permissions_boundary, UserName="nobody", PermissionsBoundary=ADMIN),
        )

    def test_policies_that_bound_are_listed_alone(self) -> None:
        """API_ListPolicies: PolicyUsageFilter."""
        bounds = self.iam.create_policy(PolicyName="b", PolicyDocument=document())["Policy"]["Arn"]
        self.iam.create_policy(PolicyName="p", PolicyDocument=document())
        self.assertEqual([], self.iam.list_policies(PolicyUsageFilter="PermissionsBoundary")["Policies"])
        self.iam.put_role_permissions_boundary(RoleName="r", PermissionsBoundary=bounds)
        self.iam.create_user(UserName="ada", PermissionsBoundary=ADMIN)
        listed = self.iam.list_policies(PolicyUsageFilter="PermissionsBoundary")["Policies"]
        self.assertEqual([bounds, ADMIN], [policy["Arn"] for policy in listed])
        self.assertEqual(1, listed[0]["PermissionsBoundaryUsageCount"])
        users = self.iam.list_entities_for_policy(PolicyArn=ADMIN, PolicyUsageFilter="PermissionsBoundary")
        self.assertEqual(["ada"], [user["UserName"] for user in users["PolicyUsers"]])

    def test_trust_policy_names_no_deleted_principal(self) -> None:
        """IAM User Guide, AWS JSON policy elements: Principal."""
        def trust(named: str) -> str:
            return TRUST.replace("Service", "AWS").replace("lambda.amazonaws.com", named)

        self.assertEqual(
            "MalformedPolicyDocument",
            error_code(self.iam.update_assume_role_policy, RoleName="r", PolicyDocument=trust("AROAEXAMPLEDELETED001")),
        )
        self.iam.update_assume_role_policy(RoleName="r", PolicyDocument=trust("111122223333"))

    def test_entities_for_policy_tells_attachment_from_boundary(self) -> None:
        """API_ListEntitiesForPolicy: PolicyUsageFilter."""
        arn = self.iam.create_policy(PolicyName="p", PolicyDocument=document())["Policy"]["Arn"]
        self.iam.create_role(RoleName="bounded", AssumeRolePolicyDocument=TRUST, PermissionsBoundary=arn)
        self.iam.attach_role_policy(RoleName="r", PolicyArn=arn)
        self.iam.create_user(UserName="u")
        self.iam.attach_user_policy(UserName="u", PolicyArn=arn)
        names = lambda **k: [r["RoleName"] for r in self.iam.list_entities_for_policy(PolicyArn=arn, **k)["PolicyRoles"]]
        self.assertEqual(["r"], names(PolicyUsageFilter="PermissionsPolicy"))
        self.assertEqual(["bounded"], names(PolicyUsageFilter="PermissionsBoundary"))
        everything = self.iam.list_entities_for_policy(PolicyArn=arn)
        self.assertEqual("u", everything["PolicyUsers"][0]["UserName"])
        self.assertEqual(1, self.iam.get_policy(PolicyArn=arn)["Policy"]["PermissionsBoundaryUsageCount"])
        self.assertEqual("DeleteConflict", error_code(self.iam.delete_policy, PolicyArn=arn))

    def test_aws_managed_policies_have_real_documents_also_after_reset(self) -> None:
        """API_AttachRolePolicy, API_GetPolicyVersion."""
        for _ in range(2):
            for name, grants in (("AdministratorAccess", "Action"), ("PowerUserAccess", "NotAction")):
                arn = f"arn:aws:iam::aws:policy/{name}"
                self.iam.attach_role_policy(RoleName="r", PolicyArn=arn)
                version = self.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
                statements = self.iam.get_policy_version(PolicyArn=arn, VersionId=version)
                self.assertIn(grants, statements["PolicyVersion"]["Document"]["Statement"][0])
            attached = self.iam.list_attached_role_policies(RoleName="r")["AttachedPolicies"]
            self.assertEqual(2, len(attached))
            self.server.reset()
            self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)

    def test_policy_version_first_named_by_get(self) -> None:
        policy = self.iam.get_policy_version(
            PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", VersionId="v1"
        )["PolicyVersion"]
        self.assertTrue(policy["IsDefaultVersion"])

    def test_unimplemented_operation_is_a_client_error(self) -> None:
        self.assertEqual(
            "UnknownOperationException",
            error_code(
                self.iam.simulate_principal_policy,
                PolicySourceArn="arn:aws:iam::123456789012:role/r", ActionNames=["s3:GetObject"],
            ),
        )


if __name__ == "__main__":
    unittest.main()
