"""What CloudTrail does that the service models do not say.

Each entry is a documented or recorded peculiarity; everything else is derived from the models.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .wire import Call

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
_DATA_EVENTS = {
    "lambda": ("Invoke",),
    "sns": ("Publish", "PublishBatch"),
    "sqs": ("SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"),
    "dynamodb": ("PutItem", "GetItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "BatchGetItem",
                 "TransactWriteItems", "TransactGetItems", "Query", "Scan", "ExecuteStatement",
                 "BatchExecuteStatement", "ExecuteTransaction"),
    "events": ("PutEvents",),
    "logs": ("PutLogEvents",),
    "cloudwatch": ("PutMetricData",),
    "kinesis": ("PutRecord", "PutRecords"),
    "firehose": ("PutRecord", "PutRecordBatch"),
    "kms": ("Encrypt", "Decrypt", "GenerateDataKey", "ReEncrypt", "Sign", "Verify", "GenerateMac", "VerifyMac"),
    "cognito-idp": ("InitiateAuth", "RespondToAuthChallenge"),
}
# "TestInvokeMethod and TestInvokeAuthorizer are not logged":
# https://docs.aws.amazon.com/apigateway/latest/developerguide/cloudtrail.html
_NEVER_LOGGED = {("apigateway", "TestInvokeMethod"), ("apigateway", "TestInvokeAuthorizer")}

_READ_ONLY = re.compile(
    r"^(Get|List|Describe|Head|BatchGet|Lookup|Search|Query|Scan|Select|Check|Validate|Test|Simulate|Export"
    r"|Assume|Decode|Generate(Credential|ServiceLast|OrganizationsAccess)|Filter|View)"
)

# CloudTrail writes the operation names the Lambda service has inside: the API version of these URIs
# is part of the name, and some have a second form. Newer operations have none.
_LAMBDA_DATES = ("2015-03-31", "2017-03-31", "2017-10-31", "2018-10-31")
_LAMBDA_SECOND_FORM = {
    "AddPermission", "RemovePermission", "GetPolicy", "UpdateFunctionCode", "UpdateFunctionConfiguration",
    "GetFunction", "GetFunctionConfiguration", "TagResource", "UntagResource",
}
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
_S3_NAMES = {
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
    "PutBucketLifecycleConfiguration": "PutBucketLifecycle",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketInventoryConfiguration": "PutBucketInventoryConfiguration",
}
# On these, requestParameters is null in the recorded events.
_WITHOUT_REQUEST = re.compile(r"AccessDenied|UnauthorizedOperation|Throttl|TooManyRequests|RequestLimitExceeded")


def is_data_event(call: Call) -> bool:
    if (call.service, call.operation) in _NEVER_LOGGED:
        return True
    if call.service == "s3":
        return "Key" in call.parameters or call.operation in ("DeleteObjects", "ListObjects", "ListObjectsV2")
    names = _DATA_EVENTS.get(call.service, ())
    return call.operation.startswith("Invoke") if call.service == "lambda" else (
        call.operation in names or call.operation.removesuffix("Batch") in names
    )


def is_read_only(call: Call) -> bool:
    return bool(_READ_ONLY.match(call.operation))


def event_name(service: str, operation: str, request_uri: str) -> str:
    if service == "s3":
        return _S3_NAMES.get(operation, operation)
    if service != "lambda":
        return operation
    date = request_uri.split("/")[1]
    if date not in _LAMBDA_DATES:
        return operation
    second = "v2" if operation in _LAMBDA_SECOND_FORM else ""
    return operation + date.replace("-", "") + second


def error_code(code: str) -> str:
    return "AccessDenied" if code == "AccessDeniedException" else code


def hides_request(code: str) -> bool:
    return bool(_WITHOUT_REQUEST.search(code))


def adjust_request(service: str, operation: str, request: dict[str, Any]) -> dict[str, Any]:
    if service == "lambda":
        return _lambda_environment(operation, request)
    if service == "ssm" and operation == "PutParameter" and "value" in request:
        request["value"] = "HIDDEN_DUE_TO_SECURITY_REASONS"
    if service == "apigatewayv2" and "stageVariables" in request:
        request["stageVariables"] = "***"
    return request


def resources(service: str, account: str, region: str, parameters: dict[str, Any], result: Any) -> list[dict[str, str]]:
    """KMS names the key beside the request, whichever way the caller named it:
    https://docs.aws.amazon.com/kms/latest/developerguide/ct-put-key-policy.html"""
    if service != "kms":
        return []
    metadata = (result or {}).get("KeyMetadata", {})
    name = metadata.get("Arn") or parameters.get("KeyId") or ""
    if not name or "alias/" in name:
        return []
    arn = name if name.startswith("arn:") else f"arn:aws:kms:{region}:{account}:key/{name}"
    return [{"accountId": account, "type": "AWS::KMS::Key", "ARN": arn}]


def adjust_response(service: str, operation: str, response: dict[str, Any]) -> dict[str, Any]:
    if service == "secretsmanager" and operation in ("CreateSecret", "PutSecretValue") and "aRN" in response:
        response["arn"] = response.pop("aRN")  # as recorded; DeleteSecret has aRN
    if service == "lambda":
        return _lambda_environment(operation, response)
    if service == "apigatewayv2" and "stageVariables" in response:
        response["stageVariables"] = "***"
    return response


def _lambda_environment(operation: str, elements: dict[str, Any]) -> dict[str, Any]:
    """Never a value of the environment, and the empty object even where none was sent."""
    if operation in ("CreateFunction", "UpdateFunctionConfiguration") or "environment" in elements:
        elements["environment"] = {}
    return elements


def s3_policy(text: Any) -> Any:
    """S3 alone shows a policy as an object, not as text."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text
