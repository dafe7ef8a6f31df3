"""REST API gaps against https://docs.aws.amazon.com/apigateway/latest/api/."""

from __future__ import annotations

import json
import unittest

from tests.support import Server, error_code

FUNCTION = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations"


class RestApiTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.client = cls.server.client("apigateway")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        api = self.client.create_rest_api(name="pets", endpointConfiguration={"types": ["REGIONAL"]})
        self.api, self.root = api["id"], api["rootResourceId"]
        self.pets = self.client.create_resource(restApiId=self.api, parentId=self.root, pathPart="pets")["id"]
        self.authorizer = self.create_authorizer("guard")

    def create_authorizer(self, name: str) -> str:
        return self.client.create_authorizer(
            restApiId=self.api, name=name, type="TOKEN", authorizerUri=FUNCTION,
            identitySource="method.request.header.Authorization", identityValidationExpression="^Bearer .+",
        )["id"]

    def put(self, method: str = "GET", kind: str = "CUSTOM", **more: object) -> None:
        if kind == "CUSTOM":
            more.setdefault("authorizerId", self.authorizer)
        where = {"restApiId": self.api, "resourceId": self.pets, "httpMethod": method}
        self.client.put_method(**where, authorizationType=kind, **more)
        self.client.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=FUNCTION)

    def patch(self, *operations: tuple, method: str = "GET") -> dict:
        patch = [dict(zip(("op", "path", "value"), one)) for one in operations]
        return self.client.update_method(
            restApiId=self.api, resourceId=self.pets, httpMethod=method, patchOperations=patch
        )

    def deploy(self, **more: object) -> str:
        return self.client.create_deployment(restApiId=self.api, **more)["id"]

    def summary(self, deployment: str) -> dict:
        return self.client.get_deployment(restApiId=self.api, deploymentId=deployment, embed=["apisummary"])["apiSummary"]

    def export(self, kind: str = "oas30", extensions: str = "authorizers,integrations") -> dict:
        answer = self.client.get_export(
            restApiId=self.api, stageName="prod", exportType=kind, accepts="application/json",
            parameters={"extensions": extensions},
        )
        return json.loads(answer["body"].read())

    def test_update_method_patches_authorization(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html
        patch paths: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateMethod-Patch
        """
        self.put()
        method = self.patch(("replace", "/authorizationType", "NONE"))
        self.assertEqual(("NONE", None), (method["authorizationType"], method.get("authorizerId")))
        method = self.patch(
            ("replace", "/authorizationType", "CUSTOM"), ("replace", "/authorizerId", self.authorizer),
            ("replace", "/apiKeyRequired", "true"), ("add", "/authorizationScopes", "read"),
            ("add", "/authorizationScopes", "write"), ("remove", "/authorizationScopes", "read"),
        )
        self.assertEqual(
            ("CUSTOM", self.authorizer, True, ["write"]),
            (method["authorizationType"], method["authorizerId"], method["apiKeyRequired"], method["authorizationScopes"]),
        )
        read = self.client.get_method(restApiId=self.api, resourceId=self.pets, httpMethod="GET")
        self.assertEqual(self.authorizer, read["authorizerId"])
        self.assertEqual("AWS_PROXY", read["methodIntegration"]["type"])

    def test_update_method_refuses_what_aws_refuses_and_changes_nothing(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html: BadRequestException, NotFoundException"""
        self.put()
        for operations in (
            [("replace", "/authorizationType", "COGNITO_USER_POOLS")],
            [("replace", "/authorizationType", "NONE"), ("replace", "/nonsense", "x")],
            [("replace", "/authorizerId", "nobody")],
            [("replace", "/requestValidatorId", "nobody")],
        ):
            self.assertEqual("BadRequestException", error_code(self.patch, *operations))
        read = self.client.get_method(restApiId=self.api, resourceId=self.pets, httpMethod="GET")
        self.assertEqual(("CUSTOM", self.authorizer), (read["authorizationType"], read["authorizerId"]))
        self.assertEqual("NotFoundException", error_code(self.patch, method="POST"))

    def test_request_validator_and_integration_are_patched(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html /requestValidatorId
        https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html
        """
        self.put()
        validator = self.client.create_request_validator(restApiId=self.api, name="v", validateRequestBody=True)["id"]
        self.assertEqual(validator, self.patch(("replace", "/requestValidatorId", validator))["requestValidatorId"])
        changed = self.client.update_integration(
            restApiId=self.api, resourceId=self.pets, httpMethod="GET",
            patchOperations=[
                {"op": "replace", "path": "/timeoutInMillis", "value": "5000"},
                {"op": "add", "path": "/requestTemplates/application~1json", "value": "{}"},
            ],
        )
        self.assertEqual((5000, {"application/json": "{}"}), (changed["timeoutInMillis"], changed["requestTemplates"]))

    def test_put_method_does_not_overwrite(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html: ConflictException"""
        self.put()
        self.assertEqual("ConflictException", error_code(self.put))
        self.assertEqual("BadRequestException", error_code(self.put, "POST", authorizerId="nobody"))

    def test_deployments_are_snapshots(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html embed=apisummary
        https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html
        """
        self.put()
        safe = self.deploy(stageName="prod")
        self.client.update_stage(
            restApiId=self.api, stageName="prod",
            patchOperations=[{"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "7"}],
        )
        self.patch(("replace", "/authorizationType", "NONE"))
        self.assertEqual({"/pets": {"GET": {"authorizationType": "CUSTOM", "apiKeyRequired": False}}}, self.summary(safe))
        opened = self.deploy(stageName="prod")
        self.assertEqual("NONE", self.summary(opened)["/pets"]["GET"]["authorizationType"])
        stage = self.client.get_stage(restApiId=self.api, stageName="prod")
        self.assertEqual((opened, 7.0), (stage["deploymentId"], stage["methodSettings"]["*/*"]["throttlingRateLimit"]))
        stage = self.client.update_stage(
            restApiId=self.api, stageName="prod",
            patchOperations=[{"op": "replace", "path": "/deploymentId", "value": safe}],
        )
        self.assertEqual(safe, stage["deploymentId"])
        self.assertEqual([{"guard": []}], self.export()["paths"]["/pets"]["get"]["security"])
        missing = [{"op": "replace", "path": "/deploymentId", "value": "nobody"}]
        self.assertEqual(
            "NotFoundException",
            error_code(self.client.update_stage, restApiId=self.api, stageName="prod", patchOperations=missing),
        )
        self.assertEqual(
            "BadRequestException", error_code(self.client.delete_deployment, restApiId=self.api, deploymentId=safe)
        )
        self.client.delete_deployment(restApiId=self.api, deploymentId=opened)

    def test_canary_is_set_and_promoted(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html /canarySettings"""
        self.put()
        self.deploy(stageName="prod")
        second = self.deploy(stageName="prod", canarySettings={"percentTraffic": 10.0})
        stage = self.client.get_stage(restApiId=self.api, stageName="prod")
        self.assertNotEqual(second, stage["deploymentId"])
        self.assertEqual(second, stage["canarySettings"]["deploymentId"])
        promoted = self.client.update_stage(restApiId=self.api, stageName="prod", patchOperations=[
            {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
            {"op": "remove", "path": "/canarySettings"},
        ])
        self.assertEqual((second, None), (promoted["deploymentId"], promoted.get("canarySettings")))

    def test_settings_of_methods_are_patched_and_removed(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html
        patch paths: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
        """
        self.put()
        self.deploy(stageName="prod")
        patch = lambda *operations: self.client.update_stage(  # noqa: E731
            restApiId=self.api, stageName="prod",
            patchOperations=[dict(zip(("op", "path", "value"), one)) for one in operations],
        )
        self.assertEqual({}, self.client.get_stage(restApiId=self.api, stageName="prod")["methodSettings"])
        settings = patch(
            ("replace", "/*/*/logging/dataTrace", "true"), ("replace", "/~1pets/GET/logging/loglevel", "ERROR")
        )["methodSettings"]
        self.assertEqual({"*/*", "~1pets/GET"}, set(settings))
        shown = settings["*/*"]
        self.assertEqual((True, "OFF"), (shown["dataTraceEnabled"], shown["loggingLevel"]))
        self.assertEqual((10000.0, 5000), (shown["throttlingRateLimit"], shown["throttlingBurstLimit"]))
        self.assertEqual("ERROR", settings["~1pets/GET"]["loggingLevel"])
        self.assertEqual({"~1pets/GET"}, set(patch(("remove", "/*/*"))["methodSettings"]))
        self.assertEqual(
            "BadRequestException", error_code(patch, ("replace", "/*/*/throttling/rateLimit", "many"))
        )

    def test_the_access_log_is_patched_and_removed(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html
        patch paths: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
        """
        self.put()
        self.deploy(stageName="prod")
        patch = lambda *operations: self.client.update_stage(  # noqa: E731
            restApiId=self.api, stageName="prod",
            patchOperations=[dict(zip(("op", "path", "value"), one)) for one in operations],
        )
        group = "arn:aws:logs:us-east-1:123456789012:log-group:x"
        stage = patch(
            ("replace", "/accessLogSettings/destinationArn", group), ("replace", "/accessLogSettings/format", "$context"),
        )
        self.assertEqual({"destinationArn": group, "format": "$context"}, stage["accessLogSettings"])
        self.assertNotIn("accessLogSettings", patch(("remove", "/accessLogSettings")))
        self.assertEqual("BadRequestException", error_code(patch, ("replace", "/accessLogSettings/destinationArn", "x")))

    def test_export_shows_security_of_the_stage(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html
        security extensions: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
        """
        self.put()
        self.put("POST", "AWS_IAM")
        self.put("PUT", "NONE", apiKeyRequired=True)
        self.deploy(stageName="prod")
        exported = self.export()
        operations = exported["paths"]["/pets"]
        self.assertEqual([{"guard": []}], operations["get"]["security"])
        self.assertEqual([{"sigv4": []}], operations["post"]["security"])
        self.assertEqual([{"api_key": []}], operations["put"]["security"])
        schemes = exported["components"]["securitySchemes"]
        self.assertEqual("awsSigv4", schemes["sigv4"]["x-amazon-apigateway-authtype"])
        guard = schemes["guard"]
        self.assertEqual(("custom", "Authorization"), (guard["x-amazon-apigateway-authtype"], guard["name"]))
        self.assertEqual("token", guard["x-amazon-apigateway-authorizer"]["type"])
        self.assertEqual(FUNCTION, guard["x-amazon-apigateway-authorizer"]["authorizerUri"])
        self.assertEqual(FUNCTION, operations["get"]["x-amazon-apigateway-integration"]["uri"])
        swagger = self.export("swagger", "authorizers")
        self.assertIn("guard", swagger["securityDefinitions"])
        self.assertNotIn("x-amazon-apigateway-integration", swagger["paths"]["/pets"]["get"])

    def test_export_names_validators_and_headers(self) -> None:
        """API_GetExport; x-amazon-apigateway-request-validators."""
        validator = self.client.create_request_validator(restApiId=self.api, name="body", validateRequestBody=True)
        self.put("POST", "AWS_IAM", requestValidatorId=validator["id"])
        self.client.put_method_response(
            restApiId=self.api, resourceId=self.pets, httpMethod="POST", statusCode="201",
            responseParameters={"method.response.header.Location": True},
        )
        self.deploy(stageName="prod")
        exported = self.export(extensions="apigateway")
        operation = exported["paths"]["/pets"]["post"]
        self.assertEqual("body", operation["x-amazon-apigateway-request-validator"])
        self.assertEqual(
            {"body": {"validateRequestBody": True, "validateRequestParameters": False}},
            exported["x-amazon-apigateway-request-validators"],
        )
        self.assertEqual({"Location": {"schema": {"type": "string"}}}, operation["responses"]["201"]["headers"])

    def test_an_export_imports_again(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html
        security extensions: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
        """
        self.put()
        self.put("ANY", "AWS_IAM")
        self.deploy(stageName="prod")
        for kind in ("oas30", "swagger"):
            body = json.dumps(self.export(kind)).encode()
            copy = self.client.import_rest_api(body=body, parameters={"endpointConfigurationTypes": "REGIONAL"})
            authorizer = self.client.get_authorizers(restApiId=copy["id"])["items"][0]
            self.assertEqual(("guard", "TOKEN", "^Bearer .+"), (
                authorizer["name"], authorizer["type"], authorizer["identityValidationExpression"]))
            methods = [r for r in self.client.get_resources(restApiId=copy["id"], embed=["methods"])["items"]
                       if r["path"] == "/pets"][0]["resourceMethods"]
            self.assertEqual(authorizer["id"], methods["GET"]["authorizerId"])
            self.assertEqual("AWS_IAM", methods["ANY"]["authorizationType"])
            self.assertEqual("AWS_PROXY", methods["GET"]["methodIntegration"]["type"])

    def test_put_rest_api_overwrites_or_merges(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html: overwrite replaces the whole, merge adds"""
        self.put()
        self.put("POST")
        document = {"openapi": "3.0.1", "info": {"title": "pets"}, "paths": {"/pets": {"get": {
            "responses": {"200": {"description": "ok"}},
            "x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": FUNCTION},
        }}}}
        methods = lambda: {
            name: method["authorizationType"]
            for r in self.client.get_resources(restApiId=self.api, embed=["methods"])["items"]
            for name, method in r.get("resourceMethods", {}).items()
        }
        self.client.put_rest_api(restApiId=self.api, mode="merge", body=json.dumps(document).encode())
        self.assertEqual({"GET": "NONE", "POST": "CUSTOM"}, methods())
        self.assertEqual(1, len(self.client.get_authorizers(restApiId=self.api)["items"]))
        self.client.put_rest_api(restApiId=self.api, mode="overwrite", body=json.dumps(document).encode())
        self.assertEqual({"GET": "NONE"}, methods())
        self.assertEqual([], self.client.get_authorizers(restApiId=self.api)["items"])
        self.assertEqual(self.root, self.client.get_rest_api(restApiId=self.api)["rootResourceId"])
        self.assertEqual(
            "BadRequestException", error_code(self.client.put_rest_api, restApiId=self.api, body=b'{"hello": 1}')
        )

    def test_authorizer_in_use_is_not_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteAuthorizer.html: ConflictException
        https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAuthorizer.html
        """
        self.put()
        delete = self.client.delete_authorizer
        self.assertEqual("ConflictException", error_code(delete, restApiId=self.api, authorizerId=self.authorizer))
        shown = self.client.get_authorizer(restApiId=self.api, authorizerId=self.authorizer)
        self.assertEqual("^Bearer .+", shown["identityValidationExpression"])
        self.assertEqual("ConflictException", error_code(self.create_authorizer, "guard"))
        pool = self.client.create_authorizer(
            restApiId=self.api, name="pool", type="COGNITO_USER_POOLS", providerARNs=["arn:aws:cognito-idp:a"],
            identitySource="method.request.header.Authorization",
        )["id"]
        changed = self.client.update_authorizer(restApiId=self.api, authorizerId=pool, patchOperations=[
            {"op": "add", "path": "/providerARNs", "value": "arn:aws:cognito-idp:b"},
            {"op": "remove", "path": "/providerARNs", "value": "arn:aws:cognito-idp:a"}])
        self.assertEqual(["arn:aws:cognito-idp:b"], changed["providerARNs"])
        self.patch(("replace", "/authorizationType", "NONE"))
        delete(restApiId=self.api, authorizerId=self.authorizer)
        self.assertEqual("NotFoundException", error_code(delete, restApiId=self.api, authorizerId=self.authorizer))

    def test_lists_are_paged(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizers.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html: limit and position
        """
        self.put()
        for index in range(4):
            self.client.create_resource(restApiId=self.api, parentId=self.root, pathPart=f"r{index}")
            self.client.create_rest_api(name=f"a{index}")
            self.create_authorizer(f"g{index}")
            self.deploy()
        for name, arguments, expected in (
            ("get_resources", {"restApiId": self.api}, 6), ("get_rest_apis", {}, 5),
            ("get_authorizers", {"restApiId": self.api}, 5), ("get_deployments", {"restApiId": self.api}, 4),
        ):
            seen, position, pages = set(), None, 0
            while True:
                more = {"position": position} if position else {}
                answer = getattr(self.client, name)(**arguments, limit=2, **more)
                self.assertLessEqual(len(answer["items"]), 2)
                seen |= {item["id"] for item in answer["items"]}
                position, pages = answer.get("position"), pages + 1
                if not position:
                    break
            self.assertEqual((expected, -(-expected // 2)), (len(seen), pages), name)

    def test_resources_name_their_methods_without_embed(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html: embed"""
        self.put()
        plain = [r for r in self.client.get_resources(restApiId=self.api)["items"] if r["path"] == "/pets"][0]
        self.assertEqual({"GET": {}}, plain["resourceMethods"])

    def test_tags_of_apis_and_stages(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_UntagResource.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetTags.html
        """
        self.put()
        self.deploy(stageName="prod")
        for arn in (f"arn:aws:apigateway:us-east-1::/restapis/{self.api}",
                    f"arn:aws:apigateway:us-east-1::/restapis/{self.api}/stages/prod"):
            self.client.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
            self.client.untag_resource(resourceArn=arn, tagKeys=["a"])
            self.assertEqual({"b": "2"}, self.client.get_tags(resourceArn=arn)["tags"])
        self.assertEqual({"b": "2"}, self.client.get_rest_api(restApiId=self.api)["tags"])

    def test_update_rest_api(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html"""
        change = lambda path, value: self.client.update_rest_api(
            restApiId=self.api, patchOperations=[{"op": "replace", "path": path, "value": value}])
        self.assertTrue(change("/disableExecuteApiEndpoint", "true")["disableExecuteApiEndpoint"])
        self.assertFalse(change("/disableExecuteApiEndpoint", "false")["disableExecuteApiEndpoint"])
        self.assertEqual('{"a":1}', change("/policy", '{"a":1}')["policy"])

    def test_absent_things_are_modelled_errors(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetAuthorizer.html: NotFoundException, as the others'"""
        for call, arguments in (
            (self.client.get_deployment, {"deploymentId": "x"}), (self.client.get_stage, {"stageName": "x"}),
            (self.client.delete_resource, {"resourceId": "x"}), (self.client.get_authorizer, {"authorizerId": "x"}),
        ):
            self.assertEqual("NotFoundException", error_code(call, restApiId=self.api, **arguments))
        self.assertEqual("NotFoundException", error_code(self.client.delete_rest_api, restApiId="x"))


if __name__ == "__main__":
    unittest.main()
