"""Every operation: requests are recognised, and CloudTrail's shapes follow from the models."""

from __future__ import annotations

import json
import unittest
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.serialize import create_serializer
from werkzeug.datastructures import Headers

from rampart_emulator import quirks, shapes, wire
from rampart_emulator.http import Request

GUARDED = ("iam", "lambda", "apigateway", "apigatewayv2")
OTHERS = ("ssm", "sns", "sqs", "dynamodb", "events", "logs", "s3", "sts", "cloudtrail", "scheduler", "kms", "cloudwatch")
# The same request as another operation: deprecated forms, and what only another host name tells apart.
INDISTINGUISHABLE = {
    ("s3", "GetBucketLifecycle"), ("s3", "PutBucketLifecycle"), ("s3", "GetBucketNotification"),
    ("s3", "PutBucketNotification"), ("s3", "ListDirectoryBuckets"), ("s3", "WriteGetObjectResponse"),
}
_SESSION = botocore.session.get_session()


def sample(shape: Any, depth: int = 0) -> Any:
    """A small value of a shape; structures get all their members down to a depth."""
    kind = shape.type_name
    if kind == "structure":
        if shape.is_document_type or depth > 4:
            return {}
        members = shape.members.items()
        if getattr(shape, "is_tagged_union", False):
            members = list(members)[:1]
        return {name: sample(member, depth + 1) for name, member in members}
    if kind == "list":
        return [sample(shape.member, depth + 1)] if depth < 5 else []
    if kind == "map":
        return {"Key/One": sample(shape.value, depth + 1)} if depth < 5 else {}
    if kind == "string":
        return shape.enum[0] if shape.enum else "va lue"
    if kind == "timestamp":
        return 1730212980
    return {"blob": b"bytes", "boolean": True}.get(kind, 7)


def minimal(shape: Any) -> dict[str, Any]:
    return {name: sample(shape.members[name], 1) for name in shape.required_members} if shape else {}


def http_request(model: Any, service: str, parameters: dict[str, Any]) -> Request:
    """What botocore would send, without sending it."""
    protocol = model.service_model.resolved_protocol
    serialized = create_serializer(protocol, include_validation=False).serialize_to_request(parameters, model)
    prepare_request_dict(serialized, endpoint_url="http://127.0.0.1:1", context={})
    prepared = create_request_object(serialized).prepare()
    parts = urlsplit(prepared.url)
    body = prepared.body or b""
    headers = Headers([(k, v.decode() if isinstance(v, bytes) else v) for k, v in prepared.headers.items()])
    signing = model.service_model.metadata.get("signingName") or model.service_model.metadata["endpointPrefix"]
    headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential=AKIAPERSON0000000001/20261124/us-east-1/{signing}/aws4_request, Signature=0"
    )
    target = parts.path + ("?" + parts.query if parts.query else "")
    body = body.encode() if isinstance(body, str) else body
    return Request(prepared.method, target, headers, body if isinstance(body, (bytes, bytearray)) else body.read(), "127.0.0.1")


def models(service: str) -> Any:
    model = _SESSION.get_service_model(service)
    return [model.operation_model(name) for name in model.operation_names]


class RecognitionTest(unittest.TestCase):
    def test_every_operation_is_recognised_with_its_parameters(self) -> None:
        for service in GUARDED + OTHERS:
            for model in models(service):
                parameters = minimal(model.input_shape)
                if model.has_event_stream_input or (service, model.name) in INDISTINGUISHABLE:
                    continue
                with self.subTest(f"{service}:{model.name}"):
                    call = wire.identify(http_request(model, service, parameters))
                    self.assertIsNotNone(call)
                    self.assertEqual((service, model.name), (call.service, call.operation))
                    self.assertIsNone(call.problem)
                    missing = {n for n in parameters if n not in call.parameters and parameters[n] not in ({}, [], b"bytes")}
                    self.assertEqual(set(), missing)

    def test_services_that_share_a_signing_name_are_told_apart(self) -> None:
        self.assertEqual(["apigateway", "apigatewayv2"], [s for s in wire.service_index()["apigateway"]])

    def test_malformed_body_is_a_problem_not_a_crash(self) -> None:
        model = _SESSION.get_service_model("lambda").operation_model("AddPermission")
        request = http_request(model, "lambda", minimal(model.input_shape))
        request.body = b"[1]"
        self.assertIsNotNone(wire.identify(request).problem)


class ShapeTest(unittest.TestCase):
    def writes(self) -> Any:
        for service in GUARDED:
            for model in models(service):
                call = wire.Call(service, model.name, "json", {}, "us-east-1", "k", None)
                if not quirks.is_read_only(call) and not quirks.is_data_event(call):
                    yield service, model

    def test_minimal_requests_keep_their_names_and_nesting(self) -> None:
        count = 0
        for service, model in self.writes():
            count += 1
            with self.subTest(f"{service}:{model.name}"):
                shape = model.input_shape
                derived = shapes.request_parameters(model, service, minimal(shape))
                json.dumps(derived)
                self.assert_names(service, model, derived or {})
        self.assertGreater(count, 250)

    def assert_names(self, service: str, model: Any, derived: dict[str, Any]) -> None:
        shape = model.input_shape
        nested = shapes.lower_first(model.name) + "Input"
        if service == "apigateway":
            self.assertIs(False, derived["template"])
        for name in shape.required_members if shape else ():
            member = shape.members[name]
            key = shapes.lower_first(name)
            if member.type_name == "blob" or member.metadata.get("sensitive"):
                self.assertNotIn(key, derived)
            elif service == "apigateway" and "location" not in member.serialization:
                self.assertIn(key, derived[nested])
                self.assertNotIn(key, derived)
            else:
                self.assertIn(key, derived)

    def test_full_requests_and_responses_are_lower_camel_all_the_way_down(self) -> None:
        for service, model in self.writes():
            for shape, derive in ((model.input_shape, shapes.request_parameters), (model.output_shape, shapes.response_elements)):
                if shape is None:
                    continue
                with self.subTest(f"{service}:{model.name}:{derive.__name__}"):
                    derived = derive(model, service, sample(shape)) or {}
                    text = json.dumps(derived)
                    self.assertNotIn("bytes", text.replace("kilobytes", "").replace("Bytes", ""))
                    for key in _structure_keys(derived):
                        self.assertEqual(key[:1].lower(), key[:1], key)

    def test_no_output_is_null(self) -> None:
        model = _SESSION.get_service_model("iam").operation_model("PutRolePolicy")
        self.assertIsNone(shapes.response_elements(model, "iam", {}))

    def test_lambda_names_carry_dates_as_recorded(self) -> None:
        expected = {
            "AddPermission": "AddPermission20150331v2", "RemovePermission": "RemovePermission20150331v2",
            "CreateFunction": "CreateFunction20150331", "DeleteFunction": "DeleteFunction20150331",
            "UpdateFunctionCode": "UpdateFunctionCode20150331v2",
            "UpdateFunctionConfiguration": "UpdateFunctionConfiguration20150331v2",
            "PublishVersion": "PublishVersion20150331", "CreateAlias": "CreateAlias20150331",
            "UpdateAlias": "UpdateAlias20150331", "DeleteAlias": "DeleteAlias20150331",
            "CreateEventSourceMapping": "CreateEventSourceMapping20150331",
            "PutFunctionConcurrency": "PutFunctionConcurrency20171031",
            "DeleteFunctionConcurrency": "DeleteFunctionConcurrency20171031",
            "PublishLayerVersion": "PublishLayerVersion20181031",
            "AddLayerVersionPermission": "AddLayerVersionPermission20181031",
            "RemoveLayerVersionPermission": "RemoveLayerVersionPermission20181031",
            "DeleteLayerVersion": "DeleteLayerVersion20181031",
            "TagResource": "TagResource20170331v2", "UntagResource": "UntagResource20170331v2",
            "CreateFunctionUrlConfig": "CreateFunctionUrlConfig", "UpdateFunctionUrlConfig": "UpdateFunctionUrlConfig",
            "DeleteFunctionUrlConfig": "DeleteFunctionUrlConfig",
            "PutFunctionEventInvokeConfig": "PutFunctionEventInvokeConfig",
            "PutFunctionCodeSigningConfig": "PutFunctionCodeSigningConfig",
            "PutRuntimeManagementConfig": "PutRuntimeManagementConfig",
            "PutProvisionedConcurrencyConfig": "PutProvisionedConcurrencyConfig",
        }
        model = _SESSION.get_service_model("lambda")
        for operation, name in expected.items():
            uri = model.operation_model(operation).http["requestUri"]
            self.assertEqual(name, quirks.event_name("lambda", operation, uri))

    def test_dates_read_as_in_cloudtrail(self) -> None:
        self.assertEqual("Oct 29, 2024 2:43:00 PM", shapes.human_time(1730212980))
        self.assertEqual("Oct 29, 2024 12:05:09 AM", shapes.human_time(1730160309))


def _structure_keys(value: Any) -> Any:
    """Keys of structures; the sample's maps use one telling key."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "Key/One":
                yield key
            yield from _structure_keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _structure_keys(item)


if __name__ == "__main__":
    unittest.main()
