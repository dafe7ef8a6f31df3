"""requestParameters and responseElements, derived from the service models."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import parse_qsl, quote

from . import quirks

# Members with these locations are part of the address of a resource, not of the document sent.
_ADDRESS = ("uri", "querystring", "header", "headers")


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def request_parameters(model: Any, service: str, parameters: dict[str, Any], host: str = "") -> dict[str, Any] | None:
    """What CloudTrail writes as requestParameters, or None if the operation takes none."""
    shape = model.input_shape
    if service == "s3":
        return _s3_request(model, parameters, host)
    if shape is None:
        return None
    if service == "apigateway":
        return _nested_request(model, parameters)
    elements = _structure(shape, parameters)
    if service == "apigatewayv2":
        _escape_path(shape, elements)
    elements = quirks.adjust_request(service, model.name, elements)
    return elements or None


def response_elements(model: Any, service: str, result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What CloudTrail writes as responseElements, or None if the operation answers nothing."""
    shape = model.output_shape
    # An answer that never holds anything is written as none.
    if shape is None or not shape.members or result is None or service == "s3":
        return None
    elements = quirks.adjust_response(service, model.name, _structure(shape, result))
    return elements or None


def _structure(shape: Any, value: dict[str, Any]) -> dict[str, Any]:
    elements = {}
    for member, member_shape in shape.members.items():
        if member not in value or value[member] is None:
            continue
        kept, converted = _value(member_shape, value[member])
        if kept:
            elements[lower_first(member)] = converted
    return elements


def _value(shape: Any, value: Any) -> tuple[bool, Any]:
    """Whether the value is written at all, and how. Secrets and binary data never are."""
    kind = shape.type_name
    if kind == "blob":
        return False, None
    if shape.metadata.get("sensitive"):
        # SSM writes a placeholder, see quirks; all others leave the member out.
        return shape.name == "PSParameterValue", None
    if kind == "structure":
        return True, _structure(shape, value) if isinstance(value, dict) else value
    if kind == "list":
        items = [_value(shape.member, item) for item in value]
        return True, [item for kept, item in items if kept]
    if kind == "map":
        entries = {key: _value(shape.value, item) for key, item in value.items()}
        return True, {key: item for key, (kept, item) in entries.items() if kept}
    if kind == "timestamp":
        return True, human_time(value)
    if kind == "integer" or kind == "long":
        return True, int(value)
    return True, value if isinstance(value, (str, bool, int, float)) else str(value)


def human_time(value: Any) -> Any:
    """`Oct 29, 2024 2:43:20 PM`: CloudTrail prints dates for people, in English."""
    if isinstance(value, (int, float)):
        value = datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
    if not isinstance(value, datetime.datetime):
        return str(value)
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc)
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[value.month - 1]
    hour = value.hour % 12 or 12
    half = "AM" if value.hour < 12 else "PM"
    return f"{month} {value.day}, {value.year} {hour}:{value:%M:%S} {half}"


def _nested_request(model: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    """REST APIs: the address at the top, the document under `<operation>Input`, and a `template` flag."""
    members = model.input_shape.members
    elements = _structure(model.input_shape, parameters)
    document = {}
    has_document = False
    for member, shape in members.items():
        if shape.serialization.get("location") in _ADDRESS:
            continue
        has_document = True
        name = lower_first(member)
        if name in elements:
            document[name] = elements.pop(name)
    if has_document:
        elements[lower_first(model.name) + "Input"] = document
    elements["template"] = False
    return elements


def _escape_path(shape: Any, elements: dict[str, Any]) -> None:
    """HTTP APIs: path parameters stand as they were in the URL (`%24default`)."""
    for member, member_shape in shape.members.items():
        name = lower_first(member)
        if member_shape.serialization.get("location") == "uri" and name in elements:
            elements[name] = quote(str(elements[name]), safe="")


def _s3_request(model: Any, parameters: dict[str, Any], host: str) -> dict[str, Any]:
    """S3 writes header names, sub-resource markers and the XML document as it is."""
    elements: dict[str, Any] = {}
    shape = model.input_shape
    for member, member_shape in (shape.members if shape else {}).items():
        if member not in parameters:
            continue
        value = parameters[member]
        location = member_shape.serialization.get("location")
        name = member_shape.serialization.get("name", member)
        if member == "Bucket":
            elements["bucketName"] = value
        elif member == "Policy":
            elements["bucketPolicy"] = quirks.s3_policy(value)
        elif location == "header":
            if name.lower().startswith("x-amz-") and not name.lower().startswith(("x-amz-sdk", "x-amz-checksum")):
                elements[name] = _plain(value)
        elif location in ("uri", "querystring"):
            elements[lower_first(name)] = _plain(value)
        elif isinstance(value, dict):
            document = {"xmlns": "http://s3.amazonaws.com/doc/2006-03-01/"}
            document.update(_plain(value))
            elements[name] = document
    query = model.http.get("requestUri", "").partition("?")[2]
    for marker, _ in parse_qsl(query, keep_blank_values=True):
        elements[marker] = ""
    if host:
        elements["Host"] = host
    return elements


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
