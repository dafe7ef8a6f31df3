"""The control endpoints: what happened, who calls, what shall go wrong, start again."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from .answers import ApiError
from .http import Answer, Request
from .quotas import Quotas
from .wire import Call, as_json

_KEPT = 50_000


class Journal:
    """A numbered list that readers can wait on. Numbers go on over a clear, so no reader waits for a past one."""

    def __init__(self, key: str):
        self._key = key
        self._changed = threading.Condition()
        self._entries: deque[tuple[int, Any]] = deque(maxlen=_KEPT)
        self._last = 0
        self._handed_out = 0

    def add(self, entry: Any) -> None:
        with self._changed:
            self._last += 1
            self._entries.append((self._last, entry))
            self._changed.notify_all()

    def clear(self) -> None:
        with self._changed:
            self._entries.clear()
            self._handed_out = self._last
            self._changed.notify_all()

    def after(self, number: int, wait: float = 0) -> list[dict[str, Any]]:
        with self._changed:
            self._changed.wait_for(lambda: self._newer(number), timeout=wait)
            found = self._newer(number)
            if found:
                self._handed_out = max(self._handed_out, found[-1][0])
                self._changed.notify_all()
        if self._key:
            return [{"sequence": n, self._key: entry} for n, entry in found]
        return [{"sequence": n, **entry} for n, entry in found]

    def drained(self, wait: float) -> bool:
        with self._changed:
            target = self._last
            return self._changed.wait_for(lambda: self._handed_out >= target, timeout=wait)

    def last(self) -> int:
        with self._changed:
            return self._last

    def _newer(self, number: int) -> list[tuple[int, Any]]:
        # From the end: mostly somebody asks for the few since he last asked.
        newer = list(takewhile(lambda entry: entry[0] > number, reversed(self._entries)))
        newer.reverse()
        return newer


@dataclass
class Fault:
    """One thing that shall go wrong, a number of times."""

    service: str
    operation: str
    access_key: str | None
    error: str | None
    status: int | None
    message: str
    remaining: int
    after: bool
    delay_seconds: float

    @staticmethod
    def of(document: dict[str, Any]) -> "Fault":
        error = document.get("error")
        status = document.get("status")
        return Fault(
            service=document["service"],
            operation=document.get("operation") or "*",
            access_key=document.get("accessKeyId"),
            error=error,
            status=int(status) if status is not None else _DEFAULT_STATUS.get(error or ""),
            message=document.get("message") or _default_message(error),
            remaining=int(document.get("times", 1)),
            after=bool(document.get("after", False)),
            delay_seconds=float(document.get("delaySeconds") or 0),
        )

    def hits(self, call: Call) -> bool:
        return (
            self.remaining > 0
            and self.service in ("*", call.service)
            and self.operation in ("*", call.operation)
            and self.access_key in (None, call.access_key)
        )

    def as_error(self) -> ApiError:
        return ApiError(self.error or "", self.message, self.status)


_DEFAULT_STATUS = {"AccessDenied": 403, "AccessDeniedException": 403, "ServiceUnavailable": 503,
                   "InternalFailure": 500, "ServiceFailure": 500, "ServiceException": 500,
                   "TooManyRequestsException": 429}


def _issued_here(access_key: str) -> dict[str, Any] | None:
    """Whom a key belongs to that the account itself gave out."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.iam.models import iam_backends
    from moto.sts.models import sts_backends

    iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    owner = next((u for u in iam.users.values() if any(k.access_key_id == access_key for k in u.access_keys)), None)
    if owner is not None:
        return {
            "type": "IAMUser", "principalId": owner.id, "arn": owner.arn, "accountId": DEFAULT_ACCOUNT_ID,
            "accessKeyId": access_key, "userName": owner.name,
        }
    session = sts_backends[DEFAULT_ACCOUNT_ID]["aws"].get_assumed_role_from_access_key(access_key)
    if session is None:
        return None
    account, role_name = session.role_arn.split(":")[4], session.role_arn.rpartition("/")[2]
    role_id = session.user_id.partition(":")[0]
    return {
        "type": "AssumedRole", "principalId": session.user_id, "arn": session.arn, "accountId": account,
        "accessKeyId": access_key,
        "sessionContext": {
            "sessionIssuer": {"type": "Role", "principalId": role_id, "arn": session.role_arn,
                              "accountId": account, "userName": role_name},
            "attributes": {"mfaAuthenticated": "false"},
        },
    }


def _default_message(error: str | None) -> str:
    return "Rate exceeded" if error and "hrottl" in error else f"{error} (injected)"


class Control:
    """State of the control endpoints."""

    def __init__(self, token: str):
        self._token = token
        self.events = Journal("event")
        self.calls = Journal("")
        self.quotas = Quotas()
        self._identities: dict[str, dict[str, Any]] = {}
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def handle(self, request: Request) -> Answer:
        route = (request.method, request.raw_path[len("/_rampart/") :].rstrip("/"))
        handler = {
            ("GET", "health"): self._health,
            ("GET", "last"): self._get_last,
            ("GET", "events"): self._get_events,
            ("GET", "calls"): self._get_calls,
            ("DELETE", "calls"): self._delete_calls,
            ("PUT", "identities"): self._put_identities,
            ("PUT", "functions"): self._put_functions,
            ("PUT", "iam"): self._put_iam,
            ("PUT", "lambda"): self._put_lambda,
            ("POST", "faults"): self._post_fault,
            ("DELETE", "faults"): self._delete_faults,
            ("PUT", "quotas"): self._put_quotas,
            ("DELETE", "quotas"): self._delete_quotas,
            ("POST", "reset"): self._reset,
            ("POST", "drain"): self._drain,
        }.get(route)
        if handler is None:
            return _json(404, {"error": f"no control endpoint {route[0]} {request.raw_path}"})
        try:
            return _json(200, handler(request))
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            return _json(400, {"error": f"{type(problem).__name__}: {problem}"})

    def identity_of(self, access_key: str) -> dict[str, Any]:
        with self._lock:
            known = self._identities.get(access_key)
        if known is None:
            known = _issued_here(access_key)
        if known is not None:
            return known
        name = access_key.lower()
        return {
            "type": "IAMUser",
            "principalId": "AIDA" + (access_key.upper() + "X" * 17)[:17],
            "arn": f"arn:aws:iam::123456789012:user/{name}",
            "accountId": "123456789012",
            "accessKeyId": access_key,
            "userName": name,
        }

    def take_fault(self, call: Call) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.hits(call):
                    fault.remaining -= 1
                    return fault
        return None

    def _health(self, request: Request) -> Any:
        return {"token": self._token, "pid": os.getpid()}

    def _get_last(self, request: Request) -> Any:
        return {"event": self.events.last(), "call": self.calls.last()}

    def _get_events(self, request: Request) -> Any:
        after, wait = int(request.args.get("after", 0)), float(request.args.get("wait", 0))
        return {"events": self.events.after(after, min(wait, 60))}

    def _get_calls(self, request: Request) -> Any:
        after, wait = int(request.args.get("after", 0)), float(request.args.get("wait", 0))
        return {"calls": self.calls.after(after, min(wait, 60))}

    def _delete_calls(self, request: Request) -> Any:
        self.calls.clear()
        return {}

    def _put_identities(self, request: Request) -> Any:
        identities = json.loads(request.body)
        if not all(isinstance(identity, dict) for identity in identities.values()):
            raise ValueError("identities must be an object of userIdentity objects")
        with self._lock:
            self._identities.update(identities)
        return {"identities": len(identities)}

    def _put_functions(self, request: Request) -> Any:
        from . import gaps

        functions = json.loads(request.body)
        if not all(str(url).startswith("http://127.0.0.1:") for url in functions.values()):
            raise ValueError("functions run on this machine: http://127.0.0.1:PORT/...")
        gaps.runners.update(functions)
        return {"functions": len(functions)}

    def _put_iam(self, request: Request) -> Any:
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.iam.models import iam_backends

        document = json.loads(request.body)
        backend = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
        roles = {role.name: role for role in backend.roles.values()}
        for name, created in document.get("created", {}).items():
            roles[name].create_date = datetime.fromisoformat(created.replace("Z", "+00:00"))
        if "reportLooks" in document:
            backend.rampart_report_looks = int(document["reportLooks"])
        return {}

    def _put_lambda(self, request: Request) -> Any:
        from moto.awslambda.models import lambda_backends
        from moto.core import DEFAULT_ACCOUNT_ID

        document = json.loads(request.body)
        backend = lambda_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
        for name in ("concurrency", "updateLooks", "undecryptable"):
            if name in document:
                own = "rampart_" + re.sub("([A-Z])", r"_\1", name).lower()
                setattr(backend, own, document[name])
        return {}

    def _post_fault(self, request: Request) -> Any:
        document = json.loads(request.body)
        faults = [Fault.of(one) for one in (document if isinstance(document, list) else [document])]
        with self._lock:
            self._faults.extend(faults)
        return {"faults": len(faults)}

    def _delete_faults(self, request: Request) -> Any:
        with self._lock:
            self._faults.clear()
        return {}

    def _put_quotas(self, request: Request) -> Any:
        return {"quotas": self.quotas.put(json.loads(request.body))}

    def _delete_quotas(self, request: Request) -> Any:
        return {"quotas": self.quotas.put([])}

    def _reset(self, request: Request) -> Any:
        from moto.moto_api._internal.models import moto_api_backend

        from . import gaps

        moto_api_backend.reset()
        gaps.reset()
        with self._lock:
            self._faults.clear()
            self._identities.clear()
        self.quotas.put([])
        self.events.clear()
        self.calls.clear()
        return {"status": "ok"}

    def _drain(self, request: Request) -> Any:
        wait = float(request.args.get("wait", 30))
        started = time.monotonic()
        drained = self.events.drained(wait)
        return {"drained": drained, "seconds": round(time.monotonic() - started, 3)}


def _json(status: int, document: Any) -> Answer:
    return Answer(status, as_json(document), [("Content-Type", "application/json")])
