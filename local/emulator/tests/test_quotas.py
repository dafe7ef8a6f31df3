"""Account quotas, as https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html lists them."""

from __future__ import annotations

import http.client
import time
import unittest
from urllib.error import HTTPError
from urllib.parse import urlsplit

from tests.support import Server, error_code

BOTH = ["apigateway", "apigatewayv2"]
OTHER = "AKIAOTHER00000000001"
NEVER = 0.0001  # calls a second


class QuotasTest(unittest.TestCase):
    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.server.reset()
        self.rest = self.server.client("apigateway")
        self.http = self.server.client("apigatewayv2")

    def quota(self, **quota: object) -> None:
        self.server.control("PUT", "quotas", [{"services": BOTH, "rate": NEVER, **quota}])

    def test_one_burst_for_rest_and_http_apis_and_all_callers(self) -> None:
        # "Total operations: 10 requests per second with a burst quota of 40 requests per second", per account.
        self.quota(burst=3)
        self.rest.get_rest_apis()
        self.http.get_apis()
        self.server.client("apigateway", OTHER).get_rest_apis()
        self.assertEqual("TooManyRequestsException", error_code(self.rest.get_rest_apis))
        self.assertEqual("TooManyRequestsException", error_code(self.http.get_apis))
        self.assertEqual("TooManyRequestsException", error_code(self.server.client("apigateway", OTHER).get_rest_apis))
        self.server.client("sqs").list_queues()

    def test_the_bucket_fills_again(self) -> None:
        self.quota(burst=1, rate=20)
        started = time.monotonic()
        served = 0
        while served < 6:
            try:
                self.rest.get_rest_apis()
                served += 1
            except self.rest.exceptions.TooManyRequestsException:
                time.sleep(0.002)
        # What was refused took nothing from the bucket.
        self.assertGreaterEqual(time.monotonic() - started, 5 / 20 - 0.01)
        self.assertLess(time.monotonic() - started, 3)

    def test_an_operation_has_a_quota_of_its_own(self) -> None:
        # "CreateDeployment: 1 request every 5 seconds per account"
        self.server.control("PUT", "quotas", [
            {"services": BOTH, "rate": NEVER, "burst": 6},
            {"services": ["apigateway"], "operations": ["CreateRestApi"], "rate": NEVER, "burst": 1},
        ])
        self.rest.create_rest_api(name="one")
        for _ in range(3):
            self.assertEqual("TooManyRequestsException", error_code(self.rest.create_rest_api, name="two"))
        for _ in range(5):
            self.assertEqual(1, len(self.rest.get_rest_apis()["items"]))
        self.assertEqual("TooManyRequestsException", error_code(self.rest.get_rest_apis))

    def test_a_quota_for_one_key_spares_others(self) -> None:
        self.quota(burst=0, accessKeyId=OTHER)
        self.rest.get_rest_apis()
        self.assertEqual("TooManyRequestsException", error_code(self.server.client("apigateway", OTHER).get_rest_apis))

    def test_the_answer_is_the_one_of_api_gateway(self) -> None:
        self.quota(burst=0)
        connection = http.client.HTTPConnection(urlsplit(self.server.url).netloc)
        credential = "AWS4-HMAC-SHA256 Credential=k/20200101/us-east-1/apigateway/aws4_request, x=y"
        for path in ("/restapis", "/v2/apis"):
            connection.request("GET", path, headers={"Authorization": credential})
            answer = connection.getresponse()
            self.assertEqual((429, b'{"message":"Too Many Requests"}'), (answer.status, answer.read()))
            self.assertEqual("TooManyRequestsException", answer.headers["x-amzn-ErrorType"])
            self.assertIsNone(answer.headers["Retry-After"])
        connection.close()

    def test_what_is_refused_changes_nothing_and_is_recorded_as_failed(self) -> None:
        self.quota(burst=0)
        self.assertEqual("TooManyRequestsException", error_code(self.rest.create_rest_api, name="one"))
        self.server.control("DELETE", "quotas")
        self.assertEqual([], self.rest.get_rest_apis()["items"])
        refused, listed = self.server.control("GET", "calls?after=0")["calls"]
        self.assertEqual((429, "TooManyRequestsException"), (refused["status"], refused["errorCode"]))
        self.assertEqual(200, listed["status"])
        self.assertEqual("TooManyRequestsException", self.server.detail("CreateRestApi")["errorCode"])

    def test_a_reset_lifts_quotas(self) -> None:
        self.quota(burst=0)
        self.server.reset()
        self.rest.get_rest_apis()

    def test_quotas_that_make_no_sense_are_refused(self) -> None:
        for quota in (
            {"services": ["iam"], "rate": 1, "burst": 1}, {"services": [], "rate": 1, "burst": 1},
            {"services": BOTH, "rate": -1, "burst": 1}, {"services": BOTH, "burst": 1}, "10 a second",
        ):
            with self.assertRaises(HTTPError) as refused:
                self.server.control("PUT", "quotas", [quota])
            self.assertEqual(400, refused.exception.code)
            refused.exception.close()
        self.rest.get_rest_apis()


if __name__ == "__main__":
    unittest.main()
