"""HTTP API gaps against https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/."""

from __future__ import annotations

import json
import unittest

from tests.support import Server, error_code

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
JWT = {"Issuer": "https://issuer.example", "Audience": ["pets"]}


class HttpApiTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()
        cls.client = cls.server.client("apigatewayv2")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.api = self.client.create_api(Name="pets", ProtocolType="HTTP")["ApiId"]
        self.authorizer = self.create_authorizer("jwt")
        integration = self.client.create_integration(
            ApiId=self.api, IntegrationType="AWS_PROXY", IntegrationUri=FUNCTION, PayloadFormatVersion="2.0"
        )
        self.target = "integrations/" + integration["IntegrationId"]
        self.route = self.create_route("GET /pets")["RouteId"]

    def create_authorizer(self, name: str) -> str:
        return self.client.create_authorizer(
            ApiId=self.api, Name=name, AuthorizerType="JWT", IdentitySource=["$request.header.Authorization"],
            JwtConfiguration=JWT,
        )["AuthorizerId"]

    def create_route(self, key: str, kind: str = "JWT", **more: object) -> dict:
        if kind == "JWT":
            more.setdefault("AuthorizerId", self.authorizer)
        return self.client.create_route(
            ApiId=self.api, RouteKey=key, Target=self.target, AuthorizationType=kind, **more
        )

    def update(self, **changes: object) -> dict:
        return self.client.update_route(ApiId=self.api, RouteId=self.route, **changes)

    def routes(self, api: str | None = None) -> dict[str, dict]:
        return {r["RouteKey"]: r for r in self.client.get_routes(ApiId=api or self.api)["Items"]}

    def export(self, **more: object) -> dict:
        answer = self.client.export_api(ApiId=self.api, Specification="OAS30", OutputType="JSON", **more)
        return json.loads(answer["body"].read())

    def test_route_loses_and_regains_its_authorizer(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html (UpdateRoute)"""
        self.update(AuthorizationScopes=["read"])
        route = self.update(AuthorizationType="NONE")
        self.assertEqual(("NONE", None, None), (
            route["AuthorizationType"], route.get("AuthorizerId"), route.get("AuthorizationScopes")))
        self.assertEqual("BadRequestException", error_code(self.update, AuthorizationType="JWT"))
        self.assertEqual("NONE", self.routes()["GET /pets"]["AuthorizationType"])
        route = self.update(AuthorizationType="JWT", AuthorizerId=self.authorizer, AuthorizationScopes=["read"])
        self.assertEqual((self.authorizer, ["read"]), (route["AuthorizerId"], route["AuthorizationScopes"]))
        self.assertIsNone(self.update(AuthorizationScopes=[]).get("AuthorizationScopes"))

    def test_routes_have_one_key_each(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html (CreateRoute): ConflictException, BadRequestException"""
        self.assertEqual("ConflictException", error_code(self.create_route, "GET /pets"))
        self.assertEqual("BadRequestException", error_code(self.create_route, "GET /x", AuthorizerId="nobody"))
        self.assertEqual(["GET /pets"], list(self.routes()))
        plain = self.client.create_route(ApiId=self.api, RouteKey="GET /open")
        self.assertEqual(("NONE", False), (plain["AuthorizationType"], plain["ApiKeyRequired"]))

    def test_authorizer_in_use_is_not_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html (GetAuthorizers)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html (DeleteAuthorizer): ConflictException
        """
        items = self.client.get_authorizers(ApiId=self.api)["Items"]
        self.assertEqual([("jwt", JWT)], [(a["Name"], a["JwtConfiguration"]) for a in items])
        delete = self.client.delete_authorizer
        self.assertEqual("ConflictException", error_code(delete, ApiId=self.api, AuthorizerId=self.authorizer))
        self.update(AuthorizationType="NONE")
        delete(ApiId=self.api, AuthorizerId=self.authorizer)
        self.assertEqual("NotFoundException", error_code(delete, ApiId=self.api, AuthorizerId=self.authorizer))
        self.assertEqual([], self.client.get_authorizers(ApiId=self.api)["Items"])

    def test_stages_are_updated(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html (UpdateStage)"""
        self.client.create_stage(ApiId=self.api, StageName="$default", AutoDeploy=True, StageVariables={"a": "1"})
        stage = self.client.update_stage(
            ApiId=self.api, StageName="$default", DefaultRouteSettings={"ThrottlingRateLimit": 5.0},
            RouteSettings={"GET /pets": {"ThrottlingBurstLimit": 2}}, StageVariables={"b": "2"},
            AccessLogSettings={"DestinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:x", "Format": "$context"},
        )
        again = self.client.get_stage(ApiId=self.api, StageName="$default")
        self.assertEqual(5.0, again["DefaultRouteSettings"]["ThrottlingRateLimit"])
        self.assertEqual(2, again["RouteSettings"]["GET /pets"]["ThrottlingBurstLimit"])
        self.assertEqual({"a": "1", "b": "2"}, again["StageVariables"])
        self.assertEqual("$context", again["AccessLogSettings"]["Format"])
        self.assertEqual(stage["DeploymentId"], again["DeploymentId"])

    def test_default_settings_of_routes_are_replaced_as_a_whole(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html (UpdateStage): defaultRouteSettings
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-accesslogsettings.html (DeleteAccessLogSettings)
        """
        self.client.create_stage(
            ApiId=self.api, StageName="prod", DefaultRouteSettings={"ThrottlingRateLimit": 5.0, "ThrottlingBurstLimit": 9},
            AccessLogSettings={"DestinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:x", "Format": "$context"},
        )
        where = {"ApiId": self.api, "StageName": "prod"}
        self.client.update_stage(**where, DefaultRouteSettings={"ThrottlingRateLimit": 6.0})
        self.assertEqual(
            {"DetailedMetricsEnabled": False, "ThrottlingRateLimit": 6.0},
            self.client.get_stage(**where)["DefaultRouteSettings"],
        )
        self.client.delete_access_log_settings(**where)
        self.assertNotIn("AccessLogSettings", self.client.get_stage(**where))

    def test_settings_of_a_route_are_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename-routesettings-routekey.html (DeleteRouteSettings)"""
        where = {"ApiId": self.api, "StageName": "prod"}
        shut = {"ThrottlingRateLimit": 0.0, "ThrottlingBurstLimit": 0}
        self.client.create_stage(**where, RouteSettings={"GET /pets": shut})
        self.assertEqual(shut, self.client.get_stage(**where)["RouteSettings"]["GET /pets"])
        self.client.delete_route_settings(**where, RouteKey="GET /pets")
        self.assertNotIn("GET /pets", self.client.get_stage(**where).get("RouteSettings", {}))
        self.assertEqual(
            "NotFoundException", error_code(self.client.delete_route_settings, **where, RouteKey="GET /pets"))

    def test_deployments_are_snapshots(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html (CreateDeployment)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html (GetDeployments)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html (UpdateStage): deploymentId
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-exports-specification.html (ExportApi): stageName
        """
        first = self.client.create_deployment(ApiId=self.api)["DeploymentId"]
        self.client.create_stage(ApiId=self.api, StageName="prod", DeploymentId=first)
        self.update(AuthorizationType="NONE")
        self.assertIn("security", self.export(StageName="prod")["paths"]["/pets"]["get"])
        self.assertNotIn("security", self.export()["paths"]["/pets"]["get"])
        second = self.client.create_deployment(ApiId=self.api, StageName="prod")["DeploymentId"]
        self.assertNotIn("security", self.export(StageName="prod")["paths"]["/pets"]["get"])
        self.client.update_stage(ApiId=self.api, StageName="prod", DeploymentId=first)
        self.assertIn("security", self.export(StageName="prod")["paths"]["/pets"]["get"])
        listed = self.client.get_deployments(ApiId=self.api)["Items"]
        self.assertEqual({first, second}, {deployment["DeploymentId"] for deployment in listed})
        self.assertFalse(self.client.get_deployment(ApiId=self.api, DeploymentId=first)["AutoDeployed"])
        self.assertEqual(
            "NotFoundException",
            error_code(self.client.update_stage, ApiId=self.api, StageName="prod", DeploymentId="nobody"),
        )

    def test_auto_deploy_follows_each_change(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html (CreateStage): autoDeploy"""
        self.client.create_stage(ApiId=self.api, StageName="$default", AutoDeploy=True)
        before = self.client.get_stage(ApiId=self.api, StageName="$default")["DeploymentId"]
        self.update(AuthorizationType="NONE")
        after = self.client.get_stage(ApiId=self.api, StageName="$default")["DeploymentId"]
        self.assertNotEqual(before, after)
        self.assertNotIn("security", self.export(StageName="$default")["paths"]["/pets"]["get"])
        self.assertEqual(
            "BadRequestException",
            error_code(self.client.update_stage, ApiId=self.api, StageName="$default", DeploymentId=before),
        )

    def test_reimport_takes_the_authorizer_away_and_keeps_stages(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html (ReimportApi)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html (ImportApi)
        """
        self.create_route("$default", "NONE")
        self.create_route("ANY /admin", "AWS_IAM")
        self.client.create_stage(ApiId=self.api, StageName="$default", AutoDeploy=True)
        document = self.export()
        copied = self.client.import_api(Body=json.dumps(document))["ApiId"]
        routes = self.routes(copied)
        authorizer = self.client.get_authorizers(ApiId=copied)["Items"][0]
        self.assertEqual(("jwt", JWT), (authorizer["Name"], authorizer["JwtConfiguration"]))
        self.assertEqual(
            {"GET /pets": "JWT", "$default": "NONE", "ANY /admin": "AWS_IAM"},
            {key: route["AuthorizationType"] for key, route in routes.items()},
        )
        self.assertEqual(authorizer["AuthorizerId"], routes["GET /pets"]["AuthorizerId"])
        del document["paths"]["/pets"]["get"]["security"], document["components"]
        self.client.reimport_api(ApiId=self.api, Body=json.dumps(document))
        self.assertEqual("NONE", self.routes()["GET /pets"]["AuthorizationType"])
        self.assertNotEqual(self.route, self.routes()["GET /pets"]["RouteId"])
        self.assertEqual([], self.client.get_authorizers(ApiId=self.api)["Items"])
        self.assertEqual(1, len(self.client.get_stages(ApiId=self.api)["Items"]))

    def test_quick_create_makes_a_public_default_route(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html (CreateApi): target"""
        api = self.client.create_api(Name="quick", ProtocolType="HTTP", Target=FUNCTION)["ApiId"]
        self.assertEqual("NONE", self.routes(api)["$default"]["AuthorizationType"])
        self.assertTrue(self.client.get_stage(ApiId=api, StageName="$default")["AutoDeploy"])

    def test_lists_are_paged(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html (GetRoutes)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html (GetApis)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html (GetAuthorizers): maxResults and nextToken
        """
        for index in range(4):
            self.create_route(f"GET /r{index}", "NONE")
            self.client.create_api(Name=f"a{index}", ProtocolType="HTTP")
            self.create_authorizer(f"g{index}")
        for name, arguments, key in (("get_routes", {"ApiId": self.api}, "RouteId"), ("get_apis", {}, "ApiId"),
                                     ("get_authorizers", {"ApiId": self.api}, "AuthorizerId")):
            seen, token = [], None
            while True:
                more = {"NextToken": token} if token else {}
                answer = getattr(self.client, name)(**arguments, MaxResults="2", **more)
                self.assertLessEqual(len(answer["Items"]), 2)
                seen += [item[key] for item in answer["Items"]]
                token = answer.get("NextToken")
                if not token:
                    break
            self.assertEqual((5, 5), (len(seen), len(set(seen))), name)

    def test_absent_things_are_modelled_errors(self) -> None:
        for call, arguments in (
            (self.client.get_route, {"RouteId": "x"}), (self.client.update_route, {"RouteId": "x"}),
            (self.client.get_stage, {"StageName": "x"}), (self.client.get_deployment, {"DeploymentId": "x"}),
        ):
            self.assertEqual("NotFoundException", error_code(call, ApiId=self.api, **arguments))
        self.assertEqual("NotFoundException", error_code(self.client.get_routes, ApiId="x"))

    def test_an_authorizer_is_updated(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html (CreateAuthorizer)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html (UpdateAuthorizer)
        """
        update = self.client.update_authorizer
        changed = update(ApiId=self.api, AuthorizerId=self.authorizer,
                         JwtConfiguration={"Issuer": "https://other.example", "Audience": ["pets"]})
        self.assertEqual("https://other.example", changed["JwtConfiguration"]["Issuer"])
        # What is not sent stays.
        self.assertEqual(("jwt", ["$request.header.Authorization"]), (changed["Name"], changed["IdentitySource"]))
        listed = self.client.get_authorizers(ApiId=self.api)["Items"]
        self.assertEqual(["https://other.example"], [each["JwtConfiguration"]["Issuer"] for each in listed])
        self.assertEqual("NotFoundException", error_code(update, ApiId=self.api, AuthorizerId="nobody", Name="x"))

    def test_routes_and_integrations_are_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid.html (DeleteRoute, GetRoute)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html (GetIntegrations)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html (DeleteIntegration)
        """
        integration = self.target.rpartition("/")[2]
        listed = self.client.get_integrations(ApiId=self.api)["Items"]
        self.assertEqual([(integration, FUNCTION)], [(each["IntegrationId"], each["IntegrationUri"]) for each in listed])
        self.assertEqual("GET /pets", self.client.get_route(ApiId=self.api, RouteId=self.route)["RouteKey"])
        self.client.delete_route(ApiId=self.api, RouteId=self.route)
        self.assertEqual({}, self.routes())
        self.assertEqual("NotFoundException", error_code(self.client.delete_route, ApiId=self.api, RouteId=self.route))
        self.client.delete_integration(ApiId=self.api, IntegrationId=integration)
        self.assertEqual([], self.client.get_integrations(ApiId=self.api)["Items"])

    def test_stages_and_deployments_are_listed_and_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html (GetStages)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html (GetStage)
        https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments-deploymentid.html (GetDeployment,
        DeleteDeployment)
        """
        first = self.client.create_deployment(ApiId=self.api)["DeploymentId"]
        second = self.client.create_deployment(ApiId=self.api)["DeploymentId"]
        self.client.create_stage(ApiId=self.api, StageName="prod", DeploymentId=first)
        stage = self.client.get_stage(ApiId=self.api, StageName="prod")
        self.assertEqual((first, False), (stage["DeploymentId"], stage["AutoDeploy"]))
        self.assertEqual(["prod"], [each["StageName"] for each in self.client.get_stages(ApiId=self.api)["Items"]])
        self.assertEqual("DEPLOYED", self.client.get_deployment(ApiId=self.api, DeploymentId=second)["DeploymentStatus"])
        self.client.delete_deployment(ApiId=self.api, DeploymentId=second)
        listed = self.client.get_deployments(ApiId=self.api)["Items"]
        self.assertEqual([first], [deployment["DeploymentId"] for deployment in listed])

    def test_an_api_is_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html (DeleteApi)"""
        self.client.delete_api(ApiId=self.api)
        self.assertEqual([], self.client.get_apis()["Items"])
        self.assertEqual("NotFoundException", error_code(self.client.delete_api, ApiId=self.api))


if __name__ == "__main__":
    unittest.main()
