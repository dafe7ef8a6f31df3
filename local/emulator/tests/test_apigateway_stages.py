"""What of REST APIs is seldom used: stages made by hand, and parts of the draft taken away or renamed."""

from __future__ import annotations

import unittest

from tests.support import Server, error_code


class RestApiStageTest(unittest.TestCase):
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
        api = self.client.create_rest_api(name="pets")
        self.api, self.root = api["id"], api["rootResourceId"]
        self.pets = self.client.create_resource(restApiId=self.api, parentId=self.root, pathPart="pets")["id"]
        self.where = {"restApiId": self.api, "resourceId": self.pets, "httpMethod": "GET"}
        self.client.put_method(**self.where, authorizationType="AWS_IAM")
        self.client.put_integration(**self.where, type="MOCK")
        self.first = self.deploy()

    def deploy(self) -> str:
        return self.client.create_deployment(restApiId=self.api)["id"]

    def test_a_stage_is_made_of_a_deployment_that_exists(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html
        """
        create = self.client.create_stage
        canary = {"deploymentId": self.deploy(), "percentTraffic": 5.0}
        create(restApiId=self.api, stageName="prod", deploymentId=self.first, canarySettings=canary,
               variables={"a": "1"}, tags={"team": "shop"})
        stage = self.client.get_stage(restApiId=self.api, stageName="prod")
        self.assertEqual((self.first, {"a": "1"}, {"team": "shop"}), (
            stage["deploymentId"], stage["variables"], stage["tags"]))
        self.assertEqual(canary["deploymentId"], stage["canarySettings"]["deploymentId"])
        self.assertLessEqual(stage["createdDate"], stage["lastUpdatedDate"])
        self.assertEqual(
            "ConflictException", error_code(create, restApiId=self.api, stageName="prod", deploymentId=self.first)
        )
        self.assertEqual(
            "NotFoundException", error_code(create, restApiId=self.api, stageName="x", deploymentId="nobody")
        )

    def test_stages_are_listed_by_deployment(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html: deploymentId"""
        second = self.deploy()
        for name, deployment in (("old", self.first), ("new", second)):
            self.client.create_stage(restApiId=self.api, stageName=name, deploymentId=deployment)
        names = lambda **more: {  # noqa: E731
            stage["stageName"] for stage in self.client.get_stages(restApiId=self.api, **more)["item"]
        }
        self.assertEqual({"old", "new"}, names())
        self.assertEqual({"new"}, names(deploymentId=second))

    def test_caches_are_flushed_of_stages_that_exist(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_FlushStageAuthorizersCache.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_FlushStageCache.html
        """
        self.client.create_stage(restApiId=self.api, stageName="prod", deploymentId=self.first)
        for flush in (self.client.flush_stage_authorizers_cache, self.client.flush_stage_cache):
            self.assertEqual(202, flush(restApiId=self.api, stageName="prod")["ResponseMetadata"]["HTTPStatusCode"])
            self.assertEqual("NotFoundException", error_code(flush, restApiId=self.api, stageName="x"))

    def test_only_the_description_of_a_deployment_changes(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDeployment.html
        patch paths: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDeployment-Patch
        https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html
        """
        update = lambda path: self.client.update_deployment(  # noqa: E731
            restApiId=self.api, deploymentId=self.first,
            patchOperations=[{"op": "replace", "path": path, "value": "good"}],
        )
        self.assertEqual("good", update("/description")["description"])
        self.assertEqual("BadRequestException", error_code(update, "/id"))
        self.client.delete_deployment(restApiId=self.api, deploymentId=self.first)
        self.assertEqual([], self.client.get_deployments(restApiId=self.api)["items"])

    def test_a_resource_is_renamed_moved_and_deleted_with_its_children(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateResource.html
        patch paths: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateResource-Patch
        https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteResource.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html: embed
        """
        cats = self.client.create_resource(restApiId=self.api, parentId=self.pets, pathPart="cats")["id"]
        patch = lambda resource, path, value: self.client.update_resource(  # noqa: E731
            restApiId=self.api, resourceId=resource, patchOperations=[{"op": "replace", "path": path, "value": value}]
        )
        self.assertEqual("/animals", patch(self.pets, "/pathPart", "animals")["path"])
        shown = lambda resource, **more: self.client.get_resource(  # noqa: E731
            restApiId=self.api, resourceId=resource, **more
        )
        self.assertEqual("/animals/cats", shown(cats)["path"])
        self.assertEqual({"GET": {}}, shown(self.pets)["resourceMethods"])
        self.assertEqual("AWS_IAM", shown(self.pets, embed=["methods"])["resourceMethods"]["GET"]["authorizationType"])
        self.assertEqual("/cats", patch(cats, "/parentId", self.root)["path"])
        self.assertEqual("NotFoundException", error_code(patch, cats, "/parentId", "nobody"))
        self.assertEqual("BadRequestException", error_code(patch, cats, "/path", "/dogs"))
        patch(cats, "/parentId", self.pets)
        self.client.delete_resource(restApiId=self.api, resourceId=self.pets)
        self.assertEqual(["/"], [each["path"] for each in self.client.get_resources(restApiId=self.api)["items"]])
        self.assertEqual(
            "BadRequestException", error_code(self.client.delete_resource, restApiId=self.api, resourceId=self.root)
        )

    def test_methods_are_deleted_and_what_hangs_on_absent_ones_is_refused(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html: NotFoundException
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html: NotFoundException
        https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html: NotFoundException
        https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html: NotFoundException
        """
        self.client.put_method_response(**self.where, statusCode="200")
        self.assertIn("200", self.client.get_method(**self.where)["methodResponses"])
        self.client.delete_method(**self.where)
        for call, more in (
            (self.client.get_method, {}), (self.client.delete_method, {}), (self.client.put_integration, {"type": "MOCK"}),
            (self.client.put_method_response, {"statusCode": "200"}),
        ):
            self.assertEqual("NotFoundException", error_code(call, **self.where, **more))

    def test_an_api_is_deleted(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html
        https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
        """
        self.client.delete_rest_api(restApiId=self.api)
        self.assertEqual([], self.client.get_rest_apis()["items"])
        self.assertEqual("NotFoundException", error_code(self.client.delete_rest_api, restApiId=self.api))

    def test_exports_leave_out_what_was_not_asked_for(self) -> None:
        """https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html: extensions, accepts, exportType"""
        self.client.create_stage(restApiId=self.api, stageName="prod", deploymentId=self.first)
        export = lambda kind="oas30", accepts="application/json", **parameters: self.client.get_export(  # noqa: E731
            restApiId=self.api, stageName="prod", exportType=kind, accepts=accepts, parameters=parameters
        )["body"].read().decode()
        self.assertIn('"security"', export())
        self.assertNotIn("x-amazon-apigateway", export())
        self.assertIn("x-amazon-apigateway-authtype", export(extensions="authorizers"))
        self.assertNotIn("x-amazon-apigateway-integration", export(extensions="authorizers"))
        self.assertIn("x-amazon-apigateway-integration", export(extensions="integrations"))
        self.assertNotIn("x-amazon-apigateway-authtype", export(extensions="integrations"))
        self.assertIn("openapi: 3.0.1", export(accepts="application/yaml"))
        self.assertEqual("BadRequestException", error_code(export, "wsdl"))


if __name__ == "__main__":
    unittest.main()
