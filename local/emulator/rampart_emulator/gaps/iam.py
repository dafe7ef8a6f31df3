"""IAM: size quotas, delete conflicts, boundaries in ListEntitiesForPolicy, AWS-managed policies."""

from __future__ import annotations

import re
from typing import Any

from moto.iam.models import iam_backends

from ..answers import ApiError
from ..http import Answer
from ..wire import Call
from . import handles, managed_policies

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; white space does not count.
_INLINE_LIMIT = {"role": 10240, "user": 2048, "group": 5120}
_MANAGED_LIMIT = 6144


def backend_of(call: Call) -> Any:
    return iam_backends[call.account]["aws"]


def _size(document: str) -> int:
    return len("".join(document.split()))


@handles("iam", "PutRolePolicy", "PutUserPolicy", "PutGroupPolicy")
def put_inline_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"""
    kind = call.operation[3:-6].lower()
    owner_name = call.parameters.get(f"{kind.capitalize()}Name", "")
    owners = getattr(backend_of(call), f"{kind}s").values()
    owner = next((o for o in owners if getattr(o, "name", None) == owner_name), None)
    if owner is not None:
        others = [d for name, d in owner.policies.items() if name != call.parameters.get("PolicyName")]
        total = _size(call.parameters.get("PolicyDocument", "")) + sum(_size(d) for d in others)
        if total > _INLINE_LIMIT[kind]:
            raise ApiError(
                "LimitExceeded",
                f"Maximum policy size of {_INLINE_LIMIT[kind]} bytes exceeded for {kind} {owner_name}",
            )
    return moto.answer()


@handles("iam", "CreatePolicy", "CreatePolicyVersion")
def create_managed_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html"""
    if _size(call.parameters.get("PolicyDocument", "")) > _MANAGED_LIMIT:
        raise ApiError("LimitExceeded", f"Cannot exceed quota for PolicySize: {_MANAGED_LIMIT}")
    return moto.answer()


@handles("iam", "DeletePolicy")
def delete_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html"""
    policy = backend_of(call).managed_policies.get(call.parameters.get("PolicyArn"))
    if policy is not None:
        if policy.attachment_count > 0 or _boundary_users(call, policy.arn):
            raise ApiError("DeleteConflict", "Cannot delete a policy attached to entities.")
        if len(policy.versions) > 1:
            raise ApiError(
                "DeleteConflict",
                "This policy has more than one version. Before you delete a policy, you must delete the "
                "policy's versions. The default version is deleted with the policy.",
            )
    return moto.answer()


def _boundary_users(call: Call, arn: str) -> list[Any]:
    return [each for each in _principals(call) if _boundary(each) == arn]


def _principals(call: Call) -> list[Any]:
    return [*backend_of(call).roles.values(), *backend_of(call).users.values()]


def _boundary(principal: Any) -> str | None:
    # moto keeps those of roles, under this name; users get theirs from here.
    return getattr(principal, "permissions_boundary_arn", None)


@handles("iam", "ListEntitiesForPolicy")
def list_entities_for_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html"""
    backend, asked = backend_of(call), call.parameters
    arn = asked.get("PolicyArn", "")
    managed_policies.ensure(backend, arn)
    if arn not in backend.managed_policies:
        raise ApiError("NoSuchEntity", f"Policy {arn} was not found.")
    usage, kind = asked.get("PolicyUsageFilter"), asked.get("EntityFilter")
    prefix = asked.get("PathPrefix") or "/"

    def users_of(entities: Any) -> list[Any]:
        found = []
        for entity in entities:
            attached = usage != "PermissionsBoundary" and arn in entity.managed_policies
            bounded = usage != "PermissionsPolicy" and getattr(entity, "permissions_boundary_arn", None) == arn
            if (attached or bounded) and (entity.path or "/").startswith(prefix):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.name)

    def wanted(name: str) -> bool:
        return kind is None or kind == name

    return {
        "PolicyRoles": [
            {"RoleName": r.name, "RoleId": r.id} for r in users_of(backend.roles.values()) if wanted("Role")
        ],
        "PolicyUsers": [
            {"UserName": u.name, "UserId": u.id} for u in users_of(backend.users.values()) if wanted("User")
        ],
        "PolicyGroups": [
            {"GroupName": g.name, "GroupId": g.id} for g in users_of(backend.groups.values()) if wanted("Group")
        ],
        "IsTruncated": False,
    }


@handles("iam", "GetPolicy")
def get_policy(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html"""
    managed_policies.ensure(backend_of(call), call.parameters.get("PolicyArn"))
    result = moto.result()
    result["Policy"]["PermissionsBoundaryUsageCount"] = len(_boundary_users(call, result["Policy"]["Arn"]))
    return result


@handles("iam", "GetPolicyVersion", "ListPolicyVersions", "AttachRolePolicy", "AttachUserPolicy", "AttachGroupPolicy")
def with_aws_managed_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html"""
    managed_policies.ensure(backend_of(call), call.parameters.get("PolicyArn"))
    return moto.answer()


@handles("iam", "PutRolePermissionsBoundary")
def put_role_permissions_boundary(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html"""
    _bounding(call)
    return moto.answer()


def _user(call: Call) -> Any:
    name = call.parameters.get("UserName", "")
    user = backend_of(call).users.get(name)
    if user is None:
        raise ApiError("NoSuchEntity", f"The user with name {name} cannot be found.")
    return user


def _bounding(call: Call) -> str:
    arn = call.parameters.get("PermissionsBoundary", "")
    if not re.match(r"arn:[^:]+:iam::(\d{12}|aws):policy/.+", arn):
        raise ApiError("ValidationError", f"Value ({arn}) for parameter PermissionsBoundary is invalid.")
    managed_policies.ensure(backend_of(call), arn)
    if arn not in backend_of(call).managed_policies:
        raise ApiError("NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.")
    return arn


@handles("iam", "PutUserPermissionsBoundary")
def put_user_permissions_boundary(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html"""
    _user(call).permissions_boundary_arn = _bounding(call)
    return {}


@handles("iam", "DeleteUserPermissionsBoundary")
def delete_user_permissions_boundary(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html"""
    _user(call).permissions_boundary_arn = None
    return {}


@handles("iam", "CreateUser")
def create_user(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html"""
    arn = _bounding(call) if call.parameters.get("PermissionsBoundary") else None
    result = moto.result()
    backend_of(call).users[result["User"]["UserName"]].permissions_boundary_arn = arn
    return _with_boundary(result, arn)


@handles("iam", "GetUser")
def get_user(call: Call, moto: Any) -> dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html"""
    result = moto.result()
    return _with_boundary(result, _boundary(backend_of(call).users.get(result["User"]["UserName"])))


def _with_boundary(result: dict[str, Any], arn: str | None) -> dict[str, Any]:
    if arn:
        result["User"]["PermissionsBoundary"] = {
            "PermissionsBoundaryType": "Policy",
            "PermissionsBoundaryArn": arn,
        }
    return result


@handles("iam", "UpdateAssumeRolePolicy", "CreateRole")
def put_trust_policy(call: Call, moto: Any) -> Answer:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: the
    unique id that is left of a deleted principal is shown, and not accepted."""
    managed_policies.ensure(backend_of(call), call.parameters.get("PermissionsBoundary"))
    document = call.parameters.get("PolicyDocument") or call.parameters.get("AssumeRolePolicyDocument") or ""
    for named in re.findall(r'"(A(?:RO|ID)A[A-Z0-9]{12,})"', document):
        if all(each.id != named for each in _principals(call)):
            raise ApiError("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{named}"')
    return moto.answer()


def _summary(call: Call, arn: str) -> dict[str, Any]:
    managed_policies.ensure(backend_of(call), arn)
    policy = backend_of(call).managed_policies[arn]
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        "AttachmentCount": policy.attachment_count,
        "PermissionsBoundaryUsageCount": len(_boundary_users(call, arn)),
        "IsAttachable": True,
        "CreateDate": policy.create_date,
        "UpdateDate": policy.update_date,
    }


@handles("iam", "ListPolicies")
def list_policies(call: Call, moto: Any) -> Answer | dict[str, Any]:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html"""
    if call.parameters.get("PolicyUsageFilter") == "PermissionsBoundary":
        bounding = sorted({arn for each in _principals(call) if (arn := _boundary(each))})
        return {"Policies": [_summary(call, arn) for arn in bounding], "IsTruncated": False}
    if call.parameters.get("Scope") != "Local":
        managed_policies.ensure_all(backend_of(call))
    return moto.answer()
