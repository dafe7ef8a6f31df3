"""Every request passes here: identify it, perform it, record it."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from werkzeug.datastructures import Headers

from . import answers, gaps, wire
from .answers import ApiError
from .control import Control
from .http import Answer, Request
from .trail import Trail
from .wire import Call

# These may wait on purpose (long polling) or call an endpoint that calls back, so they hold no lock.
_WAITING = {
    ("sqs", "ReceiveMessage"), ("lambda", "Invoke"), ("lambda", "InvokeAsync"), ("logs", "StartLiveTail"),
    ("sns", "Publish"), ("sns", "PublishBatch"), ("sns", "Subscribe"),
}

_USUAL = ("iam", "sts", "lambda", "apigateway", "sqs", "sns", "ssm", "dynamodb")


class Emulator:
    """The whole account behind one endpoint."""

    def __init__(self, token: str):
        self._moto = DomainDispatcherApplication(create_backend_app)
        self.control = Control(token)
        self.trail = Trail(self.control)
        # moto's state is plain dictionaries, and its services reach into each other's; conditions and
        # optimistic locks need one writer at a time. The interpreter runs one thread at a time anyway.
        self.lock = threading.RLock()

    def warm_up(self) -> None:
        """Load what every use needs, so that the first call of each service is not the slow one.

        One service at a time under the lock: imports of moto's entangled modules by two threads at once
        can meet half-initialised modules."""
        for service in _USUAL:
            headers = Headers({"Authorization": f"AWS4-HMAC-SHA256 Credential=k/20200101/us-east-1/{service}/aws4_request, x=y"})
            if service == "dynamodb":
                headers["X-Amz-Target"] = "DynamoDB_20120810.ListTables"
            with self.lock:
                self._moto.get_application(Request("GET", "/", headers, b"", "127.0.0.1").environ())
                for name in wire.service_index().get(service, []):
                    wire.prepare(name)
                    gaps.load(name)

    def __call__(self, request: Request) -> Answer:
        if request.raw_path.startswith("/_rampart/"):
            return self.control.handle(request)
        call = wire.identify(request) if not request.raw_path.startswith("/moto-api") else None
        if call is None:
            return self._forward(request)
        call.account = gaps.account_of(call)
        refusal = self.control.quotas.refusal(call)
        if refusal is not None:
            self.trail.record(call, refusal)
            return refusal
        fault = self.control.take_fault(call)
        if fault and fault.delay_seconds:
            time.sleep(fault.delay_seconds)
        if (call.service, call.operation) in _WAITING:
            return self._perform_and_record(call, fault)
        with self.lock:
            return self._perform_and_record(call, fault)

    def _perform_and_record(self, call: Call, fault: Any) -> Answer:
        if fault and fault.error and not fault.after:
            answer = answers.failure(call, fault.as_error())
            self.trail.record(call, answer)
            return answer
        answer = self._perform(call)
        self.trail.record(call, answer)
        if fault and fault.error:
            # The call took effect and CloudTrail says so; only the caller never learns it.
            return answers.failure(call, fault.as_error())
        return answer

    def _perform(self, call: Call) -> Answer:
        if call.problem and str(call.model.service_model.protocol).endswith("json"):
            return answers.failure(call, ApiError("SerializationException", call.problem, 400))
        handler = gaps.handler_for(call)
        if handler is None:
            return self._moto_answer(call)
        try:
            result = handler(call, Moto(self, call))
        except ApiError as error:
            return answers.failure(call, error)
        except Exception as error:
            code = getattr(error, "error_type", None) or getattr(error, "code", None)
            if not type(error).__module__.startswith("moto.") or code is None:
                return self._crash(call)
            status = getattr(error, "code", None)
            return answers.failure(
                call,
                ApiError(str(code), str(getattr(error, "message", error)), status if isinstance(status, int) else None),
            )
        return result if isinstance(result, Answer) else answers.success(call, result)

    def _moto_answer(self, call: Call, request: Request | None = None) -> Answer:
        try:
            answer = self._forward(request or call.request)
        except NotImplementedError:
            return answers.failure(call, _unknown(call))
        except Exception:
            return self._crash(call)
        if answer.status >= 404 and b"<!doctype html>" in answer.body[:200].lower():
            # The web framework's own page: moto has no such route.
            return answers.failure(call, _unknown(call))
        return answer

    @staticmethod
    def _crash(call: Call) -> Answer:
        print(f"rampart-emulator: {call.service}:{call.operation} crashed", file=sys.stderr)
        traceback.print_exc()
        return answers.failure(call, ApiError("InternalFailure", "The emulated service crashed.", 500))

    def _forward(self, request: Request) -> Answer:
        started: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started["status"], started["headers"] = int(status.split(" ", 1)[0]), headers
            return lambda data: None

        environ = request.environ()
        try:
            application = self._moto.get_application(environ)
        except AttributeError as unknown:
            # moto finds no backend and trips over the missing name.
            raise NotImplementedError("moto has no such service") from unknown
        parts = application(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return Answer(started["status"], body, started["headers"])

    def moto_answer(self, call: Call, request: Request | None) -> Answer:
        return self._moto_answer(call, request)


class Moto:
    """What a gap handler may ask of moto: perform the same call, and hand over the parsed result."""

    def __init__(self, emulator: Emulator, call: Call):
        self._emulator = emulator
        self._call = call

    def answer(self, request: Request | None = None, locked: bool = False) -> Answer:
        """Performs the call, or another request in its place; `locked` for calls that hold no lock yet."""
        if locked:
            with self._emulator.lock:
                return self._emulator.moto_answer(self._call, request)
        return self._emulator.moto_answer(self._call, request)

    def result(self) -> dict[str, Any]:
        answer = self.answer()
        if answer.status >= 300:
            code, message = answers.error_of(self._call, answer)
            raise ApiError(code, message, answer.status)
        result = answers.parse(self._call, answer)
        result.pop("ResponseMetadata", None)
        return result


def _unknown(call: Call) -> ApiError:
    # 400, not 5xx: SDKs retry server errors for seconds, and nothing would change.
    return ApiError(
        "UnknownOperationException",
        f"The emulated account does not implement {call.service}:{call.operation}.",
        400,
    )
