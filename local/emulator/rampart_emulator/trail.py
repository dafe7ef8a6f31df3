"""The CloudTrail tap: each management write call becomes an EventBridge envelope.

A failure in here is printed and forgotten: a trail never changes what a call answers.
"""

from __future__ import annotations

import datetime
import sys
import traceback
import uuid
from typing import Any

from . import activity, answers, history, quirks, selectors, shapes, wire
from .control import Control
from .http import Answer
from .wire import Call

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
_ELEMENTS_LIMIT = 100 * 1024
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
_EVENT_LIMIT = 256 * 1024
# Their control plane lives in one Region, and so do their events.
_GLOBAL = ("iam", "organizations", "cloudfront", "route53")


class Trail:
    """Writes the journals of the control endpoints."""

    def __init__(self, control: Control):
        self._control = control

    def record(self, call: Call, answer: Answer) -> None:
        now = datetime.datetime.now(datetime.timezone.utc)
        code, message = None, ""
        read_only = quirks.is_read_only(call)
        try:
            if answer.status >= 400:
                code, message = answers.error_of(call, answer)
            self._control.calls.add(_entry(call, answer, code, read_only, now))
            activity.note(self._control.identity_of(call.access_key), call, now)
            if quirks.is_data_event(call):
                if selectors.record(call):
                    self._control.events.add(self._envelope_of(call, self._data_event(call, answer, code, message, now)))
                return
            if read_only:
                history.note({**self._head(call, now), **_tail(call, answer, True, code)})
                return
            event = self._envelope(call, answer, code, message, now)
            history.note(event["detail"])
            if len(wire.as_json(event)) <= _EVENT_LIMIT:
                self._control.events.add(event)
        except Exception:
            print(f"rampart-emulator: trail of {call.service}:{call.operation} failed", file=sys.stderr)
            traceback.print_exc()

    def _envelope(
        self, call: Call, answer: Answer, code: str | None, message: str, now: datetime.datetime
    ) -> dict[str, Any]:
        return self._envelope_of(call, self.detail(call, answer, code, message, now))

    def _envelope_of(self, call: Call, detail: dict[str, Any]) -> dict[str, Any]:
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "AWS API Call via CloudTrail",
            "source": "aws." + _prefix(call),
            "account": call.account,
            "time": detail["eventTime"],
            "region": detail["awsRegion"],
            "resources": [],
            "detail": detail,
        }

    def detail(
        self, call: Call, answer: Answer, code: str | None, message: str, now: datetime.datetime
    ) -> dict[str, Any]:
        model = call.model
        host = call.request.headers.get("Host", "")
        detail = self._head(call, now)
        request: Any = shapes.request_parameters(model, call.service, call.parameters, host)
        response: Any = None
        result: Any = None
        if code is not None:
            name = quirks.error_code(answers.model_error_name(call, code))
            detail["errorCode"] = name
            if message:
                detail["errorMessage"] = message
            if quirks.hides_request(name):
                request = None
        elif model.output_shape is not None and call.service != "s3":
            result = answers.parse(call, answer)
            response = shapes.response_elements(model, call.service, result)
        _add_unless_too_large(detail, "requestParameters", request)
        _add_unless_too_large(detail, "responseElements", response)
        named = quirks.resources(call.service, call.account, call.region, call.parameters, result)
        if named:
            detail["resources"] = named
        return {**detail, **_tail(call, answer, False)}

    def _data_event(
        self, call: Call, answer: Answer, code: str | None, message: str, now: datetime.datetime
    ) -> dict[str, Any]:
        """https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html"""
        detail = self._head(call, now)
        arn = selectors.function_arn(call)
        request: Any = {"functionName": arn}
        if call.parameters.get("InvocationType"):
            request["invocationType"] = call.parameters["InvocationType"]
        if code is not None:
            detail["errorCode"] = quirks.error_code(answers.model_error_name(call, code))
            detail["errorMessage"] = message
            if quirks.hides_request(detail["errorCode"]):
                request = None
        return {
            **detail,
            # Without the date that the names of management events carry.
            "eventName": call.operation,
            "requestParameters": request,
            "responseElements": None,
            **_tail(call, answer, False),
            "managementEvent": False,
            "eventCategory": "Data",
            "resources": [{"accountId": call.account, "type": selectors.FUNCTION, "ARN": arn}],
        }

    def _head(self, call: Call, now: datetime.datetime) -> dict[str, Any]:
        return {
            "eventVersion": "1.11",
            "userIdentity": self._control.identity_of(call.access_key),
            "eventTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventSource": _prefix(call) + ".amazonaws.com",
            "eventName": quirks.event_name(call.service, call.operation, call.model.http.get("requestUri", "")),
            "awsRegion": "us-east-1" if call.service in _GLOBAL else call.region,
            "sourceIPAddress": call.request.client,
            "userAgent": call.request.headers.get("User-Agent", ""),
        }


def _tail(call: Call, answer: Answer, read_only: bool, code: str | None = None) -> dict[str, Any]:
    tail: dict[str, Any] = {
        "requestID": answer.header("x-amzn-RequestId") or str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": read_only,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": call.account,
        "eventCategory": "Management",
    }
    if code is not None:
        tail["errorCode"] = quirks.error_code(answers.model_error_name(call, code))
    return tail


def _add_unless_too_large(detail: dict[str, Any], name: str, elements: Any) -> None:
    if elements is None or len(wire.as_json(elements)) <= _ELEMENTS_LIMIT:
        detail[name] = elements


def _prefix(call: Call) -> str:
    metadata = call.model.service_model.metadata
    return metadata.get("signingName") or metadata["endpointPrefix"]


def _entry(call: Call, answer: Answer, code: str | None, read_only: bool, now: datetime.datetime) -> dict[str, Any]:
    shape = call.model.input_shape
    return {
        "service": call.service,
        "operation": call.operation,
        "readOnly": read_only,
        "accessKeyId": call.access_key,
        "userAgent": call.request.headers.get("User-Agent", ""),
        "status": answer.status,
        "errorCode": code,
        "at": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "parameters": wire.printable(call.parameters, shape),
    }
