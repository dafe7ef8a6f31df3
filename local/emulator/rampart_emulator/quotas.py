"""How many calls an account may make: token buckets in front of services, as AWS has them.

All callers of the account share a bucket, unless it is made for one access key.
"""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from .http import Answer
from .wire import Call

_SERVICES = frozenset({"apigateway", "apigatewayv2"})
# Byte for byte what API Gateway answers, down to the 31 bytes of the body (https://github.com/aws/aws-sdk-js/issues/1014,
# https://github.com/amberelectric/public-api/issues/280). The model of REST APIs has a Retry-After beside it, which was in
# none of the answers that people recorded:
# https://docs.aws.amazon.com/botocore/latest/reference/services/apigateway/client/exceptions/TooManyRequestsException.html
_BODY = b'{"message":"Too Many Requests"}'


@dataclass
class Quota:
    """A bucket: `burst` calls at once, and `rate` more every second."""

    services: frozenset[str]
    operations: frozenset[str]
    access_key: str | None
    rate: float
    burst: float
    tokens: float = field(init=False)
    filled: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.burst
        self.filled = time.monotonic()

    @staticmethod
    def of(document: dict[str, Any]) -> "Quota":
        services = frozenset(document["services"])
        if not services or not services <= _SERVICES:
            raise ValueError(f"quotas are known of {sorted(_SERVICES)}")
        rate, burst = float(document["rate"]), float(document["burst"])
        if rate < 0 or burst < 0:
            raise ValueError("neither rate nor burst is negative")
        return Quota(services, frozenset(document.get("operations") or ()), document.get("accessKeyId"), rate, burst)

    def covers(self, call: Call) -> bool:
        return (
            call.service in self.services
            and (not self.operations or call.operation in self.operations)
            and self.access_key in (None, call.access_key)
        )

    def fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.rate)
        self.filled = now


class Quotas:
    """The buckets in force. A call takes from each that covers it, and nothing if one of them is empty."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._quotas: list[Quota] = []

    def put(self, documents: list[dict[str, Any]]) -> int:
        quotas = [Quota.of(document) for document in documents]
        with self._lock:
            self._quotas = quotas
        return len(quotas)

    def refusal(self, call: Call) -> Answer | None:
        with self._lock:
            covering = [quota for quota in self._quotas if quota.covers(call)]
            now = time.monotonic()
            for quota in covering:
                quota.fill(now)
            if all(quota.tokens >= 1 for quota in covering):
                for quota in covering:
                    quota.tokens -= 1
                return None
        return Answer(429, _BODY, [
            ("Content-Type", "application/json"),
            ("x-amzn-RequestId", str(uuid.uuid4())),
            ("x-amzn-ErrorType", "TooManyRequestsException"),
        ])
