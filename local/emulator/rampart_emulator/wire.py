"""Which service and operation is this request, and what are its parameters?

Everything is read from botocore's service models and parsed by moto's server-side parsers, so
any client is understood: the CLI, an SDK of any language, Terraform.
"""

from __future__ import annotations

import functools
import json
import os
import re
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import botocore
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.utils import get_service_model
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from .http import Request

_CREDENTIAL = re.compile(r"(?P<key>[^/\s=]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
_RPC_V2 = re.compile(r"/service/[^/]+/operation/([^/]+)$")


@dataclass
class Call:
    """One API call as the service understood it."""

    service: str
    operation: str
    protocol: str
    parameters: dict[str, Any]
    region: str
    access_key: str
    request: Request
    problem: str | None = None
    account: str = field(default="123456789012")

    @property
    def model(self) -> Any:
        return get_service_model(self.service).operation_model(self.operation)


@functools.lru_cache(maxsize=None)
def service_index() -> dict[str, list[str]]:
    """Signing name to botocore services.

    Several services share a signing name (both API Gateways), so the index comes from the models.
    Only the head of each compressed model is read: that takes tens of milliseconds for all of them.
    """
    index: dict[str, list[str]] = {}
    data = os.path.join(os.path.dirname(botocore.__file__), "data")
    for service in sorted(os.listdir(data)):
        folder = os.path.join(data, service)
        if not os.path.isdir(folder):
            continue
        version = max(os.listdir(folder))
        head = _head_of(os.path.join(folder, version, "service-2.json"))
        names = {
            found.group(1)
            for key in ("signingName", "endpointPrefix")
            for found in [re.search(rf'"{key}"\s*:\s*"([^"]+)"', head)]
            if found
        }
        signing = re.search(r'"signingName"\s*:\s*"([^"]+)"', head)
        for name in {signing.group(1)} if signing else names:
            index.setdefault(name, []).append(service)
    return index


def _head_of(path: str) -> str:
    if os.path.exists(path + ".gz"):
        with open(path + ".gz", "rb") as file:
            head = zlib.decompressobj(31).decompress(file.read(4096), 4096)
    elif os.path.exists(path):
        with open(path, "rb") as file:
            head = file.read(4096)
    else:
        return ""
    text = head.decode("utf-8", "replace")
    # The metadata holds objects of its own, so its first closing brace is not its end.
    return text[text.find('"metadata"') :].partition('"operations"')[0]


@dataclass(frozen=True)
class _Route:
    operation: str
    pattern: re.Pattern[str]
    query: tuple[tuple[str, str], ...]
    required_query: tuple[str, ...]
    required_headers: tuple[str, ...]
    literal_length: int
    current: bool

    def match(self, request: Request, args: MultiDict) -> re.Match[str] | None:
        for name, value in self.query:
            if name not in args or (value and args[name] != value):
                return None
        if any(name not in args for name in self.required_query):
            return None
        if any(name not in request.headers for name in self.required_headers):
            return None
        return self.pattern.match(request.raw_path)

    @property
    def rank(self) -> tuple[int, int, int, bool]:
        required = len(self.required_query) + len(self.required_headers)
        return (self.literal_length, len(self.query), required, self.current)


@functools.lru_cache(maxsize=None)
def _routes(service: str) -> dict[str, list[_Route]]:
    """The REST routes of a service per HTTP method, most specific first."""
    model = get_service_model(service)
    routes: dict[str, list[_Route]] = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        uri = operation.http.get("requestUri", "/")
        path, _, query = uri.partition("?")
        members = operation.input_shape.members if operation.input_shape else {}
        required = set(operation.input_shape.required_members) if operation.input_shape else set()

        def located(where: str) -> tuple[str, ...]:
            return tuple(
                shape.serialization.get("name", member)
                for member, shape in members.items()
                if member in required and shape.serialization.get("location") == where
            )

        routes.setdefault(operation.http["method"], []).append(
            _Route(
                name,
                _path_pattern(path),
                tuple(parse_qsl(query, keep_blank_values=True)),
                located("querystring"),
                located("header"),
                len(re.sub(r"\{[^}]*\}", "", path.rstrip("/"))),
                not operation.deprecated,
            )
        )
    for listed in routes.values():
        listed.sort(key=lambda route: route.rank, reverse=True)
    return routes


def prepare(service: str) -> None:
    """Reads the model and its routes now rather than at the first call."""
    if str(get_service_model(service).protocol).startswith("rest"):
        _routes(service)


def _path_pattern(path: str) -> re.Pattern[str]:
    pattern = ""
    for part in re.split(r"(\{[^}]*\})", path.rstrip("/")):
        if part.startswith("{"):
            name = _group_name(part.strip("{}+"))
            pattern += f"(?P<{name}>.+)" if part.endswith("+}") else f"(?P<{name}>[^/]+)"
        else:
            pattern += re.escape(part)
    return re.compile(f"^{pattern}/?$")


def _group_name(label: str) -> str:
    return "p_" + label.replace("-", "__")


def identify(request: Request) -> Call | None:
    """The call behind a request, or None if it is not an AWS API call that botocore knows."""
    signature = _CREDENTIAL.search(
        request.headers.get("Authorization", "") or unquote(request.args.get("X-Amz-Credential", ""))
    )
    if signature:
        key, region, signing_name = signature.group("key", "region", "service")
    else:
        key, region, signing_name = "anonymous", "us-east-1", ""
    operation = _named_operation(request)
    if not signing_name and operation == "AssumeRoleWithWebIdentity":
        signing_name = "sts"
    for service in service_index().get(signing_name, []):
        call = _match(request, service, operation, key, region)
        if call:
            return call
    return None


def _named_operation(request: Request) -> str | None:
    """The operation name, where the protocol carries it: RPC protocols and the query protocol."""
    target = request.headers.get("X-Amz-Target")
    if target:
        return target.rpartition(".")[2]
    rpc = _RPC_V2.match(request.raw_path)
    if rpc:
        return rpc.group(1)
    if request.content_type.startswith("application/x-www-form-urlencoded"):
        return _form(request).get("Action")
    return request.args.get("Action") if request.raw_path in ("", "/") else None


def _form(request: Request) -> MultiDict:
    return MultiDict(parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True))


def _match(request: Request, service: str, named: str | None, key: str, region: str) -> Call | None:
    model = get_service_model(service)
    labels: dict[str, str] = {}
    if named is not None:
        if named not in model.operation_names:
            return None
        operation = named
    else:
        if not str(model.protocol).startswith("rest"):
            return None
        found = _route(request, service)
        if not found:
            return None
        operation, labels = found
    call = Call(service, operation, str(model.protocol), {}, region, key, request)
    try:
        call.protocol, call.parameters = _parse(call, labels)
    except Exception as problem:  # A malformed body is the service's to refuse, not ours.
        call.problem = f"{type(problem).__name__}: {problem}"
    return call


def _route(request: Request, service: str) -> tuple[str, dict[str, str]] | None:
    args = request.args
    for route in _routes(service).get(request.method, []):
        found = route.match(request, args)
        if found:
            return route.operation, found.groupdict()
    return None


def _parse(call: Call, labels: dict[str, str]) -> tuple[str, dict[str, Any]]:
    request = call.request
    model = get_service_model(call.service)
    operation = model.operation_model(call.operation)
    if str(model.protocol).startswith("rest"):
        protocol = str(model.protocol)
    else:
        protocol = determine_request_protocol(model, request.content_type.partition(";")[0])
    values = request.args
    if protocol in ("query", "ec2"):
        values = CombinedMultiDict([request.args, _form(request)])
    parser = PROTOCOL_PARSERS[protocol](operation)
    body: Any = request.content
    if protocol == "rest-json" and _payload_type(operation) == "blob":
        # moto's parser would decode the blob as text; a ZIP or a photograph is not text.
        body = body.decode("utf-8", "replace")
    parsed = parser.parse(
        {
            "method": request.method,
            "values": values,
            "headers": request.headers,
            "body": body,
            "url_path": request.raw_path,
            "url_params": _url_parameters(operation, labels),
        }
    )
    return protocol, parsed or {}


def _payload_type(operation: Any) -> str | None:
    shape = operation.input_shape
    payload = shape.serialization.get("payload") if shape else None
    return shape.members[payload].type_name if payload else None


def _url_parameters(operation: Any, labels: dict[str, str]) -> dict[str, str]:
    shape = operation.input_shape
    parameters = {}
    for member, member_shape in (shape.members if shape else {}).items():
        if member_shape.serialization.get("location") == "uri":
            name = member_shape.serialization.get("name", member)
            parameters[name] = labels.get(_group_name(name), "")
    return parameters


def printable(value: Any, shape: Any, hidden: str | None = "***") -> Any:
    """Parameters as JSON values, with whatever the model calls sensitive replaced."""
    if shape is not None and shape.metadata.get("sensitive"):
        return hidden
    if shape is not None and shape.type_name == "blob":
        return f"<{len(value)} bytes>" if hasattr(value, "__len__") else "<bytes>"
    if isinstance(value, dict):
        members = getattr(shape, "members", None) or {}
        entry = getattr(shape, "value", None) if shape is not None and shape.type_name == "map" else None
        return {str(k): printable(v, members.get(k, entry), hidden) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        item = getattr(shape, "member", None)
        return [printable(v, item, hidden) for v in value]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return str(value)


def as_json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), default=str).encode()
