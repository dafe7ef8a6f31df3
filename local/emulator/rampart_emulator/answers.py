"""Results and errors to HTTP answers and back, in the protocol of the service."""

from __future__ import annotations

import json
import uuid
import warnings
from typing import Any

from botocore import parsers
from moto.core.errors import ErrorLookupFactory
from moto.core.exceptions import ServiceException
from moto.core.serialize import get_serializer_class

from .http import Answer
from .wire import Call

_ERRORS = ErrorLookupFactory()


class ApiError(Exception):
    """An error as the AWS API answers it."""

    def __init__(self, code: str, message: str, status: int | None = None, **members: Any):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.members = members


class _Refusal(ServiceException):
    """Defined here, not in moto, whose error lookup would search a service by the module's name."""


class _Pick:
    """Takes exactly the model's member names; moto's own picker would guess at aliases."""

    def __call__(self, context: Any) -> Any:
        if isinstance(context.obj, dict):
            return context.obj.get(context.key)
        return getattr(context.obj, context.key, None)


def _serializer(call: Call) -> Any:
    protocol = call.protocol
    if protocol == "query" and call.request.args.get("ContentType") == "JSON":
        protocol = "query-json"
    serializer_class = get_serializer_class(call.service, protocol)
    return serializer_class(operation_model=call.model, pretty_print=False, value_picker=_Pick())


def _answer(serialized: Any, call: Call, status: int | None = None) -> Answer:
    body = serialized["body"]
    request_id = str(uuid.uuid4())
    if isinstance(body, str):
        body = body.replace("<RequestId>request-id</RequestId>", f"<RequestId>{request_id}</RequestId>")
        body = body.encode()
    headers = [(key, str(value)) for key, value in serialized["headers"].items()]
    headers.append(("x-amzn-RequestId", request_id))
    return Answer(status or serialized["status_code"], body, headers)


def success(call: Call, result: dict[str, Any]) -> Answer:
    return _answer(_serializer(call).serialize(result), call)


def failure(call: Call, error: ApiError) -> Answer:
    exception = _Refusal(error.code, error.message)
    for name, value in error.members.items():
        setattr(exception, name, value)
    with warnings.catch_warnings():
        # moto warns about codes outside the model, but common errors (Throttling) are never modelled.
        warnings.simplefilter("ignore")
        serialized = _serializer(call).serialize(exception)
    return _answer(serialized, call, error.status)


def parse(call: Call, answer: Answer) -> dict[str, Any]:
    """The answer as an SDK would read it; an error has the keys `Error` and `ResponseMetadata`."""
    protocol = call.protocol if call.protocol in parsers.PROTOCOL_PARSERS else "json"
    parser = parsers.create_parser(protocol)
    headers = {name.lower(): value for name, value in answer.headers}
    shape = call.model.output_shape
    body: Any = answer.body
    if shape is not None and shape.serialization.get("payload"):
        payload = shape.members[shape.serialization["payload"]]
        if payload.type_name == "blob" and payload.serialization.get("streaming"):
            body = b"" if answer.status < 300 else answer.body
    return parser.parse({"status_code": answer.status, "headers": headers, "body": body}, shape)


def error_of(call: Call, answer: Answer) -> tuple[str, str]:
    """Error code and message of a failed answer."""
    try:
        error = parse(call, answer).get("Error", {})
    except Exception:
        error = {}
    code = str(error.get("Code") or answer.status)
    return code.rpartition("#")[2], str(error.get("Message") or "")


def model_error_name(call: Call, code: str) -> str:
    """The shape name of an error code: IAM answers NoSuchEntity and models NoSuchEntityException."""
    shape = _ERRORS.for_service(call.model.service_model).from_code(code)
    return shape.name if shape is not None else code


def from_json(call: Call, value: Any) -> dict[str, Any]:
    """A document in wire form (as moto's objects print themselves) under the model's member names."""
    answer = Answer(200, json.dumps(value).encode(), [("Content-Type", "application/json")])
    result = parse(call, answer)
    result.pop("ResponseMetadata", None)
    return result
