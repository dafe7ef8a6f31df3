"""Lambda functions, versions and aliases: what moto drops from a configuration, revisions and pages."""

from __future__ import annotations

import uuid
from typing import Any

from moto.awslambda.models import lambda_backends

from ..answers import ApiError
from ..wire import Call
from . import handles, lambda_updates
from .paging import page

# Stored and shown again by AWS, never stored by moto.
_KEPT = ("KMSKeyArn", "DeadLetterConfig", "TracingConfig", "LoggingConfig", "SnapStart", "FileSystemConfigs")
_STALE = (
    "The RevisionId provided does not match the latest RevisionId for the Lambda function or alias. "
    "Call the GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource."
)


def backend_of(call: Call) -> Any:
    return lambda_backends[call.account][call.region]


def split_name(call: Call) -> tuple[str, str | None]:
    """Name and qualifier from a name, a partial ARN or an ARN, each with or without a qualifier."""
    text = call.parameters.get("FunctionName", "")
    tail = text.split(":function:")[-1] if ":function:" in text else text
    name, _, suffix = tail.partition(":")
    return name, suffix or call.parameters.get("Qualifier")


def arn_of(call: Call, name: str, qualifier: str | None = None) -> str:
    arn = f"arn:aws:lambda:{call.region}:{call.account}:function:{name}"
    return f"{arn}:{qualifier}" if qualifier else arn


def function_of(call: Call) -> tuple[Any, str | None]:
    """The unpublished function, which carries our state, and the qualifier after checking that it exists."""
    name, qualifier = split_name(call)
    group = backend_of(call)._lambdas._functions.get(name)
    if not group or not group["latest"]:
        raise not_found(f"Function not found: {arn_of(call, name, qualifier)}")
    if qualifier and qualifier != "$LATEST":
        versions = {str(version.version) for version in group["versions"]}
        if qualifier not in versions and qualifier not in aliases_of(call, name):
            raise not_found(f"Function not found: {arn_of(call, name, qualifier)}")
    return group["latest"], qualifier


def aliases_of(call: Call, name: str) -> dict[str, Any]:
    return backend_of(call)._lambdas._aliases.get(arn_of(call, name), {})


def not_found(message: str) -> ApiError:
    return ApiError("ResourceNotFoundException", message, Type="User")


def check_revision(given: str | None, current: str) -> None:
    if given and given != current:
        raise ApiError("PreconditionFailedException", _STALE, Type="User")


def _revision_of(function: Any) -> str:
    if "rampart_revision" not in function.__dict__:
        function.rampart_revision = str(uuid.uuid4())
    return function.rampart_revision


def _renew(function: Any) -> None:
    function.rampart_revision = str(uuid.uuid4())


def _keep(call: Call, function: Any) -> None:
    given = {name: call.parameters[name] for name in _KEPT if name in call.parameters}
    # A new dictionary each time: published versions are shallow copies and must keep the old one.
    function.rampart_config = {**function.__dict__.get("rampart_config", {}), **given}


def _complete(configuration: dict[str, Any], function: Any) -> dict[str, Any]:
    kept = dict(function.__dict__.get("rampart_config", {}))
    snap_start = kept.pop("SnapStart", None)
    if snap_start and snap_start.get("ApplyOn") == "PublishedVersions":
        published = configuration.get("Version", "$LATEST") != "$LATEST"
        configuration["SnapStart"] = {
            "ApplyOn": "PublishedVersions", "OptimizationStatus": "On" if published else "Off",
        }
    for name, value in kept.items():
        if value not in ("", None, {}) and value != {"TargetArn": ""}:
            configuration[name] = value
    configuration.setdefault(
        "LoggingConfig", {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
    )
    configuration["RevisionId"] = _revision_of(function)
    return configuration


def _version_of(call: Call, configuration: dict[str, Any]) -> Any:
    """The moto object behind a configuration that moto answered."""
    group = backend_of(call)._lambdas._functions[configuration["FunctionName"]]
    wanted = configuration.get("Version", "$LATEST")
    return next((v for v in group["versions"] if str(v.version) == wanted), group["latest"])


@handles("lambda", "CreateFunction")
def create_function(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""
    name, _ = split_name(call)
    functions = backend_of(call)._lambdas._functions
    if name in functions:
        raise ApiError("ResourceConflictException", f"Function already exist: {name}", Type="User")
    result = moto.result()
    for function in (functions[name]["latest"], *functions[name]["versions"]):
        _keep(call, function)
    return _complete(result, _version_of(call, result))


@handles("lambda", "GetFunctionConfiguration")
def get_function_configuration(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html"""
    result = moto.result()
    lambda_updates.show(call, function_of(call)[0], result)
    return _named(call, _complete(result, _version_of(call, result)))


def _named(call: Call, configuration: dict[str, Any]) -> dict[str, Any]:
    """An alias answers under its own ARN; moto answers under that of the version behind it."""
    name, qualifier = split_name(call)
    if qualifier and qualifier in aliases_of(call, name):
        configuration["FunctionArn"] = arn_of(call, name, qualifier)
    return configuration


@handles("lambda", "GetFunction")
def get_function(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html"""
    result = moto.result()
    configuration = result["Configuration"]
    _named(call, _complete(configuration, _version_of(call, configuration)))
    return result


@handles("lambda", "UpdateFunctionConfiguration", "UpdateFunctionCode")
def update_function(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html"""
    function, _ = function_of(call)
    lambda_updates.refuse_while_updating(function)
    check_revision(call.parameters.get("RevisionId"), _revision_of(function))
    result = moto.result()
    _keep(call, function)
    _renew(function)
    lambda_updates.begin_update(call, function)
    return _complete(result, function)


@handles("lambda", "PublishVersion")
def publish_version(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html"""
    function, _ = function_of(call)
    lambda_updates.refuse_while_updating(function)
    check_revision(call.parameters.get("RevisionId"), _revision_of(function))
    before = len(backend_of(call)._lambdas._functions[function.function_name]["versions"])
    result = moto.result()
    version = _version_of(call, result)
    if len(backend_of(call)._lambdas._functions[function.function_name]["versions"]) > before:
        _renew(version)
    return _complete(result, version)


@handles("lambda", "ListFunctions")
def list_functions(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html"""
    found = [_complete(c, _version_of(call, c)) for c in moto.result().get("Functions", [])]
    chosen, marker = _page(call, found, lambda c: f"{c['FunctionName']}:{c['Version']}")
    return {"Functions": chosen, "NextMarker": marker}


@handles("lambda", "ListVersionsByFunction")
def list_versions(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html"""
    function_of(call)
    found = [_complete(c, _version_of(call, c)) for c in moto.result().get("Versions", [])]
    # "$LATEST" sorts before every number, as AWS lists it first.
    chosen, marker = _page(call, found, lambda c: c["Version"].zfill(12) if c["Version"] != "$LATEST" else "0")
    return {"Versions": chosen, "NextMarker": marker}


@handles("lambda", "ListAliases")
def list_aliases(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html"""
    function, _ = function_of(call)
    version = call.parameters.get("FunctionVersion")
    found = [
        {key: value for key, value in alias.to_json().items() if value is not None}
        for alias in aliases_of(call, function.function_name).values()
        if version in (None, alias.function_version)
    ]
    chosen, marker = _page(call, found, lambda alias: alias["Name"])
    return {"Aliases": chosen, "NextMarker": marker}


def _page(call: Call, items: list[Any], key: Any) -> tuple[list[Any], str | None]:
    return page(
        items, key, call.parameters.get("MaxItems"), call.parameters.get("Marker"), 50,
        error="InvalidParameterValueException",
    )


@handles("lambda", "UpdateAlias")
def update_alias(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html"""
    function, _ = function_of(call)
    alias = aliases_of(call, function.function_name).get(call.parameters.get("Name", ""))
    if alias is not None:
        check_revision(call.parameters.get("RevisionId"), alias.revision_id)
    result = moto.result()
    alias.revision_id = str(uuid.uuid4())
    return {**result, "RevisionId": alias.revision_id}


@handles("lambda", "DeleteAlias")
def delete_alias(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html"""
    function, _ = function_of(call)
    moto.result()
    name = call.parameters.get("Name", "")
    # The policy and the URL belong to the alias and go with it.
    function.__dict__.get("rampart_policies", {}).pop(name, None)
    function.__dict__.get("rampart_urls", {}).pop(name, None)
    return {}
