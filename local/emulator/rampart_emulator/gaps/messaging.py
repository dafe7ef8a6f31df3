"""SQS and SNS: long polling without races, attributes that stay, and raw delivery only when it is asked for."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from ..http import Answer, Request
from ..wire import Call
from . import handles

# Short against the time a person notices, long against the cost of looking at a list in memory.
_LOOK_AGAIN_SECONDS = 0.01


@handles("sqs", "ReceiveMessage")
def receive_message(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html

    moto waits inside and marks messages without a lock, so that two consumers can get the same one.
    Here the wait is outside, and each attempt takes the lock."""
    queue = _queue_of(call)
    at_once = _without_waiting(call)
    if queue is None:
        return moto.answer(at_once, locked=True)
    wait = call.parameters.get("WaitTimeSeconds")
    deadline = time.monotonic() + float(queue.receive_message_wait_time_seconds if wait is None else wait)
    while True:
        if _has_visible(queue) or time.monotonic() >= deadline:
            answer = moto.answer(at_once, locked=True)
            if answer.status >= 400 or b"MessageId" in answer.body or time.monotonic() >= deadline:
                return answer
        time.sleep(_LOOK_AGAIN_SECONDS)


def _queue_of(call: Call) -> Any:
    name = str(call.parameters.get("QueueUrl", "")).rpartition("/")[2]
    return sqs_backends[call.account][call.region].queues.get(name)


def _has_visible(queue: Any) -> bool:
    return any(message.visible and not message.delayed for message in list(queue._messages))


def _without_waiting(call: Call) -> Request:
    request = call.request
    if call.protocol == "json":
        body = json.dumps({**json.loads(request.content or b"{}"), "WaitTimeSeconds": 0}).encode()
    else:
        body = re.sub(rb"(^|&)WaitTimeSeconds=[^&]*", b"", request.content) + b"&WaitTimeSeconds=0"
    return replace(request, body=body)


@handles("sqs", "SetQueueAttributes")
def queue_attributes(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html

    Only the attributes named in the request change; moto drops the policy when it is not among them."""
    queue = _queue_of(call)
    policy = None if queue is None or "Policy" in call.parameters.get("Attributes", {}) else queue.policy
    answer = moto.answer()
    if queue is not None and policy:
        queue.policy = policy
    return answer


@handles("sns", "Subscribe", "SetSubscriptionAttributes")
def subscription_attributes(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html"""
    answer = moto.answer()
    for subscription in sns_backends[call.account][call.region].subscriptions.values():
        # moto takes the text "false" for true.
        if str(subscription.attributes.get("RawMessageDelivery", "")).lower() == "false":
            del subscription.attributes["RawMessageDelivery"]
    return answer
