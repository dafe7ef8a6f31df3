"""CloudTrail: LookupEvents, from the calls that were made here."""

from __future__ import annotations

import datetime
import json
from typing import Any

from .. import history
from ..answers import ApiError
from ..wire import Call
from . import handles

_MAXIMUM = 50
# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
_ATTRIBUTES = {
    "EventId": "EventId", "EventName": "EventName", "ReadOnly": "ReadOnly", "Username": "Username",
    "EventSource": "EventSource", "AccessKeyId": "AccessKeyId",
}


@handles("cloudtrail", "LookupEvents")
def lookup_events(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html"""
    asked = call.parameters
    size = asked.get("MaxResults") or _MAXIMUM
    if not 1 <= size <= _MAXIMUM:
        raise ApiError("InvalidMaxResultsException", "MaxResults must be between 1 and 50.")
    start, end = _moment(asked.get("StartTime")), _moment(asked.get("EndTime"))
    if start and end and start > end:
        raise ApiError("InvalidTimeRangeException", "The start time is after the end time.")
    found = [
        event
        for event in map(_event, history.events())
        if event["region"] == call.region
        and (start is None or start <= event["EventTime"])
        and (end is None or event["EventTime"] <= end)
        and all(_has(event, attribute) for attribute in asked.get("LookupAttributes") or [])
    ]
    after = asked.get("NextToken")
    if after:
        # By the last event handed out: new ones come in on top while somebody pages.
        places = [place for place, event in enumerate(found) if event["EventId"] == after]
        if not places:
            raise ApiError("InvalidNextTokenException", "The token is invalid.")
        found = found[places[0] + 1 :]
    page = found[:size]
    for event in found:
        del event["region"]
    answer: dict[str, Any] = {"Events": page}
    if len(found) > size:
        answer["NextToken"] = page[-1]["EventId"]
    return answer


def _event(detail: dict[str, Any]) -> dict[str, Any]:
    identity = detail["userIdentity"]
    event = {
        "region": detail["awsRegion"],
        "EventId": detail["eventID"],
        "EventName": detail["eventName"],
        "ReadOnly": str(detail["readOnly"]).lower(),
        "AccessKeyId": identity.get("accessKeyId", ""),
        "EventTime": datetime.datetime.fromisoformat(detail["eventTime"].replace("Z", "+00:00")),
        "EventSource": detail["eventSource"],
        "Resources": [],
        "CloudTrailEvent": json.dumps(detail),
    }
    # Of a session it is the session's name.
    name = identity.get("userName") or identity.get("arn", "").rpartition("/")[2]
    if name:
        event["Username"] = name
    return event


def _has(event: dict[str, Any], attribute: dict[str, Any]) -> bool:
    key = attribute.get("AttributeKey")
    if key not in _ATTRIBUTES:
        raise ApiError("InvalidLookupAttributesException", f"The attribute {key} is not supported here.")
    return event.get(_ATTRIBUTES[key]) == attribute.get("AttributeValue")


def _moment(value: Any) -> datetime.datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
    return datetime.datetime.fromtimestamp(float(value), datetime.timezone.utc)
