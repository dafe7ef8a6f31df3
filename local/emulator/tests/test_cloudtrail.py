"""LookupEvents against https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html."""

from __future__ import annotations

import datetime
import json
import unittest

import boto3

from tests.support import PERSON, Server, error_code


class CloudTrailTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.trail = cls.server.client("cloudtrail")
        cls.iam = cls.server.client("iam")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()

    def test_reads_and_writes_the_newest_first(self) -> None:
        self.iam.create_user(UserName="ada")
        self.iam.list_users()
        read, write = self.trail.lookup_events()["Events"]
        self.assertEqual(("ListUsers", "true"), (read["EventName"], read["ReadOnly"]))
        self.assertEqual(("CreateUser", "false"), (write["EventName"], write["ReadOnly"]))
        self.assertEqual(("iam.amazonaws.com", PERSON), (write["EventSource"], write["AccessKeyId"]))
        event = json.loads(write["CloudTrailEvent"])
        self.assertEqual("ada", event["requestParameters"]["userName"])
        self.assertEqual(write["EventId"], event["eventID"])
        self.assertTrue(json.loads(read["CloudTrailEvent"])["readOnly"])

    def test_tells_the_role_of_a_session(self) -> None:
        arn = "arn:aws:iam::123456789012:role/r"
        self.server.control("PUT", "identities", {"ASIAROLE": {
            "type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/r/nightly",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": arn}},
        }})
        self.server.client("sqs", "ASIAROLE").list_queues()
        event = self.trail.lookup_events()["Events"][0]
        self.assertEqual("nightly", event["Username"])
        issuer = json.loads(event["CloudTrailEvent"])["userIdentity"]["sessionContext"]["sessionIssuer"]
        self.assertEqual(arn, issuer["arn"])

    def test_has_no_data_events(self) -> None:
        queue = self.server.client("sqs").create_queue(QueueName="q")["QueueUrl"]
        self.server.client("sqs").send_message(QueueUrl=queue, MessageBody="x")
        self.assertEqual(["CreateQueue"], [each["EventName"] for each in self.trail.lookup_events()["Events"]])

    def test_pages_of_fifty(self) -> None:
        for number in range(60):
            self.iam.create_user(UserName=f"u{number}")
        first = self.trail.lookup_events()
        self.assertEqual(50, len(first["Events"]))
        self.iam.create_user(UserName="late")
        rest = self.trail.lookup_events(NextToken=first["NextToken"])
        created = [e for e in first["Events"] + rest["Events"] if e["EventName"] == "CreateUser"]
        self.assertEqual(60, len({event["EventId"] for event in created}))
        self.assertNotIn("NextToken", rest)
        self.assertEqual("InvalidNextTokenException", error_code(self.trail.lookup_events, NextToken="nonsense"))
        self.assertEqual("InvalidMaxResultsException", error_code(self.trail.lookup_events, MaxResults=51))

    def test_times_and_attributes(self) -> None:
        self.iam.create_user(UserName="ada")
        self.iam.list_users()
        now = datetime.datetime.now(datetime.timezone.utc)
        hour = datetime.timedelta(hours=1)
        self.assertEqual([], self.trail.lookup_events(StartTime=now + hour)["Events"])
        self.assertEqual([], self.trail.lookup_events(EndTime=now - hour)["Events"])
        named = self.trail.lookup_events(
            StartTime=now - hour, LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateUser"}])
        self.assertEqual(["CreateUser"], [each["EventName"] for each in named["Events"]])
        self.assertEqual(
            "InvalidTimeRangeException", error_code(self.trail.lookup_events, StartTime=now, EndTime=now - hour))

    def test_events_of_another_region_are_elsewhere(self) -> None:
        self.iam.create_user(UserName="ada")
        ireland = boto3.client(
            "cloudtrail", endpoint_url=self.server.url, region_name="eu-west-1",
            aws_access_key_id=PERSON, aws_secret_access_key="secret")
        self.assertEqual([], ireland.lookup_events()["Events"])


if __name__ == "__main__":
    unittest.main()
