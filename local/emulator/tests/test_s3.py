"""What Rampart asks S3."""

from __future__ import annotations

import unittest

from botocore.exceptions import ClientError

from tests.support import Server


class BucketOwnerTest(unittest.TestCase):
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html"""

    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.s3 = cls.server.client("s3")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.s3.create_bucket(Bucket="uploads")

    def test_answers_the_owner(self) -> None:
        self.s3.head_bucket(Bucket="uploads", ExpectedBucketOwner="123456789012")
        self.s3.head_bucket(Bucket="uploads")

    def test_refuses_whoever_expects_another_owner(self) -> None:
        self.assertEqual(403, self.status(Bucket="uploads", ExpectedBucketOwner="999999999999"))

    def test_knows_no_bucket_that_is_not_there(self) -> None:
        self.assertEqual(404, self.status(Bucket="gone", ExpectedBucketOwner="123456789012"))

    def status(self, **parameters: str) -> int:
        with self.assertRaises(ClientError) as caught:
            self.s3.head_bucket(**parameters)
        return caught.exception.response["ResponseMetadata"]["HTTPStatusCode"]


if __name__ == "__main__":
    unittest.main()
