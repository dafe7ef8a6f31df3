"""What the ledger, the queues and the alerts rely on: DynamoDB, SQS, SNS, SSM."""

from __future__ import annotations

import json
import threading
import time
import unittest

from botocore.exceptions import ClientError

from tests.support import Server, error_code


class DynamoDbTest(unittest.TestCase):
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html"""

    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.db = cls.server.client("dynamodb")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.db.create_table(
            TableName="t", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            SSESpecification={"Enabled": True}, DeletionProtectionEnabled=True,
        )
        self.key = {"pk": {"S": "a"}, "sk": {"S": "b"}}

    def update(self, **more: object) -> dict:
        return self.db.update_item(
            TableName="t", Key=self.key, UpdateExpression="SET #s = :new",
            ExpressionAttributeNames={"#s": "state"}, ExpressionAttributeValues={":new": {"S": "taken"}, **more.pop("values", {})},
            **more,
        )

    def test_conditional_update_answers_old_and_new(self) -> None:
        first = self.update(ReturnValues="ALL_OLD", ConditionExpression="attribute_not_exists(pk)")
        self.assertNotIn("Attributes", first)
        old = self.update(ReturnValues="ALL_OLD")["Attributes"]
        self.assertEqual({**self.key, "state": {"S": "taken"}}, old)
        counted = [
            self.db.update_item(
                TableName="t", Key=self.key, UpdateExpression="ADD n :one", ReturnValues="UPDATED_NEW",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )["Attributes"]
            for _ in range(2)
        ]
        self.assertEqual([{"n": {"N": "1"}}, {"n": {"N": "2"}}], counted)

    def test_failed_condition_answers_the_item_if_asked(self) -> None:
        self.update()
        condition = {"ConditionExpression": "attribute_not_exists(pk)"}
        self.assertEqual("ConditionalCheckFailedException", error_code(self.update, **condition))
        with self.assertRaises(ClientError) as refused:
            self.update(ReturnValuesOnConditionCheckFailure="ALL_OLD", **condition)
        self.assertEqual({"S": "taken"}, refused.exception.response["Item"]["state"])
        with self.assertRaises(ClientError) as refused:
            self.db.put_item(
                TableName="t", Item=self.key, ReturnValuesOnConditionCheckFailure="ALL_OLD", **condition
            )
        self.assertEqual({"S": "taken"}, refused.exception.response["Item"]["state"])
        with self.assertRaises(ClientError) as refused:
            self.db.delete_item(
                TableName="t", Key=self.key, ReturnValuesOnConditionCheckFailure="ALL_OLD", **condition
            )
        self.assertEqual({"S": "taken"}, refused.exception.response["Item"]["state"])

    def test_failed_condition_leaves_nothing_behind(self) -> None:
        self.assertEqual(
            "ConditionalCheckFailedException", error_code(self.update, ConditionExpression="attribute_exists(pk)")
        )
        self.assertNotIn("Item", self.db.get_item(TableName="t", Key=self.key, ConsistentRead=True))

    def test_transactions_are_all_or_nothing_with_reasons(self) -> None:
        """API_TransactWriteItems."""
        self.update()
        put = lambda sk: {"Put": {"TableName": "t", "Item": {"pk": {"S": "a"}, "sk": {"S": sk}},
                                  "ConditionExpression": "attribute_not_exists(pk)",
                                  "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}
        with self.assertRaises(ClientError) as refused:
            self.db.transact_write_items(TransactItems=[put("new"), put("b")])
        reasons = refused.exception.response["CancellationReasons"]
        self.assertEqual(["None", "ConditionalCheckFailed"], [r["Code"] for r in reasons])
        self.assertEqual({"S": "taken"}, reasons[1]["Item"]["state"])
        self.assertEqual(1, self.db.scan(TableName="t")["Count"])
        self.db.transact_write_items(TransactItems=[
            put("new"),
            {"Update": {"TableName": "t", "Key": self.key, "UpdateExpression": "SET n = :n",
                        "ConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"},
                        "ExpressionAttributeValues": {":n": {"N": "1"}, ":s": {"S": "taken"}}}},
        ])
        self.assertEqual(2, self.db.scan(TableName="t")["Count"])

    def test_one_of_many_takes_the_lease(self) -> None:
        won: list[int] = []

        def compete(number: int) -> None:
            try:
                self.update(ConditionExpression="attribute_not_exists(pk)")
                won.append(number)
            except ClientError as error:
                self.assertEqual("ConditionalCheckFailedException", error.response["Error"]["Code"])

        threads = [threading.Thread(target=compete, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(1, len(won))


class QueueTest(unittest.TestCase):
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/"""

    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.sqs, cls.sns = cls.server.client("sqs"), cls.server.client("sns")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.queue = self.sqs.create_queue(QueueName="q")["QueueUrl"]
        self.queue_arn = "arn:aws:sqs:us-east-1:123456789012:q"

    def receive(self, wait: int = 0, **more: object) -> list[dict]:
        answer = self.sqs.receive_message(
            QueueUrl=self.queue, WaitTimeSeconds=wait, MaxNumberOfMessages=10, MessageAttributeNames=["All"], **more
        )
        return answer.get("Messages", [])

    def test_delay_visibility_and_receive_count(self) -> None:
        """API_SendMessage DelaySeconds, API_ChangeMessageVisibility."""
        self.sqs.send_message(QueueUrl=self.queue, MessageBody="x", DelaySeconds=1)
        self.assertEqual([], self.receive())
        started = time.monotonic()
        message = self.receive(5, AttributeNames=["All"])[0]
        self.assertTrue(0.5 < time.monotonic() - started < 2.5)
        self.assertEqual("1", message["Attributes"]["ApproximateReceiveCount"])
        self.assertEqual([], self.receive())
        self.sqs.change_message_visibility(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
        again = self.receive(1, AttributeNames=["All"], VisibilityTimeout=1)[0]
        self.assertEqual("2", again["Attributes"]["ApproximateReceiveCount"])
        last = self.receive(3)
        self.assertEqual(1, len(last))
        self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=last[0]["ReceiptHandle"])
        self.assertEqual([], self.receive())

    def test_long_poll_ends_when_a_message_comes(self) -> None:
        timer = threading.Timer(0.3, lambda: self.sqs.send_message(QueueUrl=self.queue, MessageBody="x"))
        timer.start()
        started = time.monotonic()
        self.assertEqual(1, len(self.receive(10)))
        self.assertLess(time.monotonic() - started, 2)
        timer.join()

    def test_no_message_is_received_twice(self) -> None:
        for index in range(40):
            self.sqs.send_message(QueueUrl=self.queue, MessageBody=str(index))
        bodies: list[str] = []

        def consume() -> None:
            for _ in range(10):
                answer = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=2, WaitTimeSeconds=0)
                bodies.extend(message["Body"] for message in answer.get("Messages", []))

        threads = [threading.Thread(target=consume) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((40, 40), (len(bodies), len(set(bodies))))

    def test_attributes_that_are_not_named_stay(self) -> None:
        """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"""
        url = self.sqs.create_queue(QueueName="kept")["QueueUrl"]
        statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "7"})
        kept = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        self.assertEqual("7", kept["VisibilityTimeout"])
        self.assertEqual([statement], json.loads(kept["Policy"])["Statement"])
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
        self.assertNotIn("Policy", self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"])

    def test_failing_messages_end_in_the_dead_letter_queue(self) -> None:
        """API_SetQueueAttributes RedrivePolicy."""
        dead = self.sqs.create_queue(QueueName="dead")["QueueUrl"]
        policy = {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dead", "maxReceiveCount": 2}
        self.sqs.set_queue_attributes(QueueUrl=self.queue, Attributes={"RedrivePolicy": json.dumps(policy)})
        self.sqs.send_message(QueueUrl=self.queue, MessageBody="x")
        for _ in range(3):
            self.receive(VisibilityTimeout=0)
        self.assertEqual("x", self.sqs.receive_message(QueueUrl=dead)["Messages"][0]["Body"])

    def subscribe(self, **attributes: str) -> str:
        topic = self.sns.create_topic(Name="t")["TopicArn"]
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=self.queue_arn, Attributes=attributes)
        return topic

    def publish(self, topic: str, severity: str = "HIGH") -> None:
        self.sns.publish(
            TopicArn=topic, Subject="s", MessageStructure="json",
            Message=json.dumps({"default": "plain", "sqs": json.dumps({"severity": severity})}),
            MessageAttributes={"severity": {"DataType": "String", "StringValue": severity}},
        )

    def test_topic_delivers_the_text_for_the_protocol(self) -> None:
        """https://docs.aws.amazon.com/sns/latest/api/API_Publish.html MessageStructure."""
        self.publish(self.subscribe(RawMessageDelivery="false"))
        notification = json.loads(self.receive()[0]["Body"])
        self.assertEqual("Notification", notification["Type"])
        self.assertEqual({"severity": "HIGH"}, json.loads(notification["Message"]))
        self.assertEqual({"Type": "String", "Value": "HIGH"}, notification["MessageAttributes"]["severity"])

    def test_raw_delivery(self) -> None:
        self.publish(self.subscribe(RawMessageDelivery="true"))
        message = self.receive()[0]
        self.assertEqual({"severity": "HIGH"}, json.loads(message["Body"]))
        self.assertEqual("HIGH", message["MessageAttributes"]["severity"]["StringValue"])

    def test_default_text_where_the_protocol_has_none(self) -> None:
        topic = self.subscribe(RawMessageDelivery="true")
        self.sns.publish(TopicArn=topic, MessageStructure="json", Message=json.dumps({"default": "plain", "email": "mail"}))
        self.assertEqual("plain", self.receive()[0]["Body"])
        self.assertEqual(
            "InvalidParameter",
            error_code(self.sns.publish, TopicArn=topic, MessageStructure="json", Message=json.dumps({"email": "mail"})),
        )

    def test_filter_policy_on_attributes(self) -> None:
        topic = self.subscribe(RawMessageDelivery="true", FilterPolicy=json.dumps({"severity": ["CRITICAL"]}))
        self.publish(topic, "HIGH")
        self.publish(topic, "CRITICAL")
        self.assertEqual([{"severity": "CRITICAL"}], [json.loads(m["Body"]) for m in self.receive()])

    def test_secure_parameters(self) -> None:
        """https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html"""
        ssm = self.server.client("ssm")
        ssm.put_parameter(Name="/s", Value="hush", Type="SecureString")
        self.assertEqual("hush", ssm.get_parameter(Name="/s", WithDecryption=True)["Parameter"]["Value"])
        self.assertNotEqual("hush", ssm.get_parameter(Name="/s")["Parameter"]["Value"])
        self.assertEqual("ParameterNotFound", error_code(ssm.get_parameter, Name="/none"))


if __name__ == "__main__":
    unittest.main()
