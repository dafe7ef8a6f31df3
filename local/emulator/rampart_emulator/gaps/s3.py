"""S3: whose a bucket is."""

from __future__ import annotations

from typing import Any

from moto.s3.models import s3_backends

from ..http import Answer
from ..wire import Call
from . import handles


@handles("s3", "HeadBucket")
def head_bucket(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html

    A bucket of another owner than the expected one answers 403; moto does not compare."""
    answer = moto.answer()
    expected = call.parameters.get("ExpectedBucketOwner")
    if answer.status == 200 and expected:
        bucket = s3_backends[call.account]["aws"].buckets.get(call.parameters["Bucket"])
        if bucket is None or bucket.account_id != expected:
            return Answer(403)
    return answer
