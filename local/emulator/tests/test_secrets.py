"""Secrets Manager and KMS gaps against their API references."""

from __future__ import annotations

import json
import unittest

from tests.support import Server, error_code


def policy(principal: object, action: str = "secretsmanager:GetSecretValue", **more: object) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


OWN = {"AWS": "arn:aws:iam::123456789012:root"}


class SecretsManagerTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.client = cls.server.client("secretsmanager")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.arn = self.client.create_secret(Name="orders/db", SecretString="hidden")["ARN"]

    def test_a_public_policy_is_refused_if_asked(self) -> None:
        """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html"""
        put = self.client.put_resource_policy
        for everyone in ("*", {"AWS": "*"}, {"AWS": ["*"]}):
            self.assertEqual("PublicPolicyException", error_code(
                put, SecretId="orders/db", ResourcePolicy=policy(everyone), BlockPublicPolicy=True))
        put(SecretId="orders/db", ResourcePolicy=policy(OWN), BlockPublicPolicy=True)
        put(SecretId=self.arn, ResourcePolicy=policy("*"))
        self.assertEqual(policy("*"), self.client.get_resource_policy(SecretId="orders/db")["ResourcePolicy"])
        self.assertEqual("MalformedPolicyDocumentException", error_code(put, SecretId=self.arn, ResourcePolicy="{oops"))
        self.assertEqual("InvalidParameterException", error_code(put, SecretId=self.arn, ResourcePolicy="x" * 20481))
        self.assertEqual("ResourceNotFoundException", error_code(put, SecretId="none", ResourcePolicy=policy(OWN)))

    def test_a_deleted_secret_takes_no_value_and_a_label_moves_alone(self) -> None:
        """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html"""
        kept = self.client.put_secret_value(SecretId=self.arn, SecretString="old", VersionStages=["KEPT"])
        self.assertEqual("hidden", self.client.get_secret_value(SecretId=self.arn)["SecretString"])
        self.assertEqual("old", self.client.get_secret_value(SecretId=self.arn, VersionStage="KEPT")["SecretString"])
        self.client.update_secret_version_stage(
            SecretId=self.arn, VersionStage="KEPT", RemoveFromVersionId=kept["VersionId"])
        self.assertEqual("ResourceNotFoundException", error_code(
            self.client.get_secret_value, SecretId=self.arn, VersionStage="KEPT"))
        self.client.delete_secret(SecretId=self.arn, RecoveryWindowInDays=30)
        self.assertEqual("InvalidRequestException", error_code(
            self.client.put_secret_value, SecretId=self.arn, SecretString="new"))

    def test_a_policy_is_validated_without_being_put(self) -> None:
        """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html"""
        self.assertTrue(self.client.validate_resource_policy(ResourcePolicy=policy(OWN))["PolicyValidationPassed"])
        answer = self.client.validate_resource_policy(ResourcePolicy=policy("*"))
        self.assertFalse(answer["PolicyValidationPassed"])
        self.assertTrue(answer["ValidationErrors"])
        self.assertNotIn("ResourcePolicy", self.client.get_resource_policy(SecretId="orders/db"))

    def test_rotation_is_told_and_cancelled(self) -> None:
        """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html"""
        self.assertEqual("InvalidRequestException", error_code(self.client.rotate_secret, SecretId="orders/db"))
        function = "arn:aws:lambda:us-east-1:123456789012:function:rotate"
        self.client.rotate_secret(
            SecretId=self.arn, RotationLambdaARN=function, RotationRules={"AutomaticallyAfterDays": 7})
        described = self.client.describe_secret(SecretId=self.arn)
        self.assertTrue(described["RotationEnabled"])
        self.assertEqual((function, 7), (described["RotationLambdaARN"], described["RotationRules"]["AutomaticallyAfterDays"]))
        self.assertIn("NextRotationDate", described)
        self.client.cancel_rotate_secret(SecretId="orders/db")
        self.assertFalse(self.client.describe_secret(SecretId=self.arn).get("RotationEnabled", False))

    def test_a_described_parameter_has_its_arn(self) -> None:
        """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html"""
        ssm = self.server.client("ssm")
        ssm.put_parameter(Name="/a/b", Type="String", Value="hidden")
        described = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": ["/a/b"]}])
        self.assertEqual(
            ["arn:aws:ssm:us-east-1:123456789012:parameter/a/b"], [each["ARN"] for each in described["Parameters"]])

    def test_events_name_the_secret_and_never_its_value(self) -> None:
        self.assertEqual(self.arn, self.server.detail("CreateSecret")["responseElements"]["arn"])
        self.client.put_resource_policy(SecretId="orders/db", ResourcePolicy=policy(OWN))
        detail = self.server.detail("PutResourcePolicy")
        self.assertEqual("secretsmanager.amazonaws.com", detail["eventSource"])
        self.assertEqual("orders/db", detail["requestParameters"]["secretId"])
        self.assertEqual({"aRN": self.arn, "name": "orders/db"}, detail["responseElements"])
        self.assertNotIn("hidden", json.dumps(self.server.events()))


class KmsTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.client = cls.server.client("kms")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        metadata = self.client.create_key(Description="orders")["KeyMetadata"]
        self.id, self.arn = metadata["KeyId"], metadata["Arn"]

    def state(self) -> str:
        return self.client.describe_key(KeyId=self.arn)["KeyMetadata"]["KeyState"]

    def test_a_key_is_named_by_its_arn_too(self) -> None:
        """https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html"""
        self.client.create_grant(KeyId=self.arn, GranteePrincipal="arn:aws:iam::999999999999:root", Operations=["Decrypt"])
        self.assertEqual(1, len(self.client.list_grants(KeyId=self.arn)["Grants"]))
        self.client.tag_resource(KeyId=self.arn, Tags=[{"TagKey": "team", "TagValue": "shop"}])
        self.assertEqual("shop", self.client.list_resource_tags(KeyId=self.id)["Tags"][0]["TagValue"])
        self.assertEqual("NotFoundException", error_code(self.client.list_grants, KeyId=self.arn[:-4] + "0000"))

    def test_a_deletion_is_cancelled_and_leaves_the_key_disabled(self) -> None:
        """https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html"""
        self.assertEqual("KMSInvalidStateException", error_code(self.client.cancel_key_deletion, KeyId=self.arn))
        self.client.schedule_key_deletion(KeyId=self.arn, PendingWindowInDays=7)
        self.assertEqual("PendingDeletion", self.state())
        for forbidden in (self.client.enable_key, self.client.disable_key, self.client.enable_key_rotation,
                          self.client.schedule_key_deletion):
            self.assertEqual("KMSInvalidStateException", error_code(forbidden, KeyId=self.arn))
        self.assertEqual(self.arn, self.client.cancel_key_deletion(KeyId=self.id)["KeyId"])
        self.assertEqual("Disabled", self.state())
        self.client.enable_key(KeyId=self.arn)
        self.assertEqual("Enabled", self.state())

    def test_only_symmetric_keys_of_kms_rotate(self) -> None:
        """https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"""
        status = lambda: self.client.get_key_rotation_status(KeyId=self.arn)
        self.assertFalse(status()["KeyRotationEnabled"])
        self.client.enable_key_rotation(KeyId=self.arn, RotationPeriodInDays=180)
        self.assertEqual((True, 180), (status()["KeyRotationEnabled"], status()["RotationPeriodInDays"]))
        self.client.disable_key_rotation(KeyId=self.arn)
        self.assertFalse(status()["KeyRotationEnabled"])
        imported = self.client.create_key(Origin="EXTERNAL")["KeyMetadata"]["KeyId"]
        self.assertEqual("UnsupportedOperationException", error_code(self.client.enable_key_rotation, KeyId=imported))

    def test_a_key_policy_leaves_a_way_to_the_next(self) -> None:
        """https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html"""
        put = lambda text, **more: self.client.put_key_policy(KeyId=self.arn, PolicyName="default", Policy=text, **more)
        locked = policy({"AWS": "arn:aws:iam::999999999999:root"}, "kms:*")
        self.assertEqual("MalformedPolicyDocumentException", error_code(put, locked))
        self.assertEqual("MalformedPolicyDocumentException", error_code(put, "{oops"))
        put(locked, BypassPolicyLockoutSafetyCheck=True)
        put(policy(OWN, "kms:*"))
        self.assertEqual(policy(OWN, "kms:*"), self.client.get_key_policy(KeyId=self.arn, PolicyName="default")["Policy"])

    def test_events_name_the_key_beside_the_request(self) -> None:
        """https://docs.aws.amazon.com/kms/latest/developerguide/ct-schedule-key-deletion.html"""
        named = [{"accountId": "123456789012", "type": "AWS::KMS::Key", "ARN": self.arn}]
        self.assertEqual(named, self.server.detail("CreateKey")["resources"])
        self.client.schedule_key_deletion(KeyId=self.id)
        detail = self.server.detail("ScheduleKeyDeletion")
        self.assertEqual((named, self.id), (detail["resources"], detail["requestParameters"]["keyId"]))


if __name__ == "__main__":
    unittest.main()
