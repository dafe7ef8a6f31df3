"""API Gateway REST APIs: custom domain names."""

from __future__ import annotations

from typing import Any

from ..answers import ApiError
from ..wire import Call
from . import handles
from .apigateway_methods import backend_of, not_found
from .paging import page
from .patches import invalid, operations

# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
_LEGACY = ("TLS_1_0", "TLS_1_2")
_ENHANCED = "SecurityPolicy_"
# What can be replaced: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDomainName-Patch
_REPLACED = {
    "/certificateArn": "certificate_arn",
    "/certificateName": "certificate_name",
    "/regionalCertificateArn": "regional_certificate_arn",
    "/regionalCertificateName": "regional_certificate_name",
    "/endpointAccessMode": "endpoint_access_mode",
    "/securityPolicy": "security_policy",
}


def domain_of(call: Call) -> Any:
    domain = backend_of(call).domain_names.get(call.parameters.get("domainName"))
    if domain is None:
        raise not_found("Invalid domain name identifier specified")
    return domain


def _shown(call: Call, domain: Any) -> dict[str, Any]:
    result = {key: value for key, value in domain.to_json().items() if key != "certificatePrivateKey"}
    result["domainNameArn"] = f"arn:aws:apigateway:{call.region}::/domainnames/{domain.domain_name}"
    mode = getattr(domain, "endpoint_access_mode", None)
    return {**result, "endpointAccessMode": mode} if mode else result


def _check(policy: str | None, mode: str | None) -> None:
    if policy not in _LEGACY and not str(policy).startswith(_ENHANCED):
        raise ApiError("BadRequestException", f"Invalid security policy {policy}")
    if str(policy).startswith(_ENHANCED) and not mode:
        raise ApiError("BadRequestException", "Endpoint access mode is required for the specified security policy")


@handles("apigateway", "CreateDomainName")
def create_domain_name(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html"""
    given, domains = call.parameters, backend_of(call).domain_names
    if given.get("domainName") in domains:
        raise ApiError("BadRequestException", "The domain name you provided already exists.")
    # Without one it is the oldest: https://github.com/aws/aws-cdk/pull/6374
    policy = given.get("securityPolicy") or "TLS_1_0"
    _check(policy, given.get("endpointAccessMode"))
    moto.result()
    created = domains[given["domainName"]]
    created.security_policy = policy
    created.endpoint_access_mode = given.get("endpointAccessMode")
    created.endpoint_configuration = given.get("endpointConfiguration") or {"types": ["EDGE"]}
    return _shown(call, created)


@handles("apigateway", "GetDomainName")
def get_domain_name(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainName.html"""
    return _shown(call, domain_of(call))


@handles("apigateway", "GetDomainNames")
def get_domain_names(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html"""
    asked, domains = call.parameters, list(backend_of(call).domain_names.values())
    chosen, position = page(domains, lambda d: d.domain_name, asked.get("limit"), asked.get("position"), 500, 25)
    return {"items": [_shown(call, domain) for domain in chosen], "position": position}


@handles("apigateway", "UpdateDomainName")
def update_domain_name(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDomainName.html"""
    domain, changes = domain_of(call), {}
    for op, path, value, _ in operations(call.parameters):
        if path not in _REPLACED or op != "replace":
            raise invalid(op, path)
        changes[_REPLACED[path]] = value
    policy = changes.get("security_policy", domain.security_policy)
    _check(policy, changes.get("endpoint_access_mode", getattr(domain, "endpoint_access_mode", None)))
    for name, value in changes.items():
        setattr(domain, name, value)
    if policy in _LEGACY:
        domain.endpoint_access_mode = None
    return _shown(call, domain)
