"""The sandbox as a partner and the back office see it. Standard library only."""

import hashlib
import hmac
import http.client
import json
import os
import time
from decimal import Decimal

HOST = os.environ["SANDBOX_URL"].split("//")[1]
WORLD = "postgres"


class World:
    def __init__(self, seed):
        self.wire = http.client.HTTPConnection(HOST, timeout=20)
        self.stamp = 0
        self.control("DELETE", f"/worlds/{WORLD}")
        made = self.control("POST", "/worlds", {"id": WORLD, "seed": str(seed)})
        credential = made["surfaces"]["PG"]["partners"][0]["credentials"][0]
        self.token, self.secret = credential["api_token"], credential["client_secret"]

    def send(self, method, path, body, headers):
        self.wire.request(method, path, body, headers)
        answer = self.wire.getresponse()
        text = answer.read()
        return answer.status, json.loads(text, parse_float=Decimal) if text else None

    def control(self, method, path, body=None):
        text = json.dumps(body).encode() if body is not None else b""
        headers = {"content-type": "application/json"}
        status, answer = self.send(method, "/_sandbox" + path, text, headers)
        assert status < 400 or method == "DELETE", (method, path, body, answer)
        return answer

    def op(self, name, **members):
        return self.control("POST", f"/worlds/{WORLD}/ops/{name}", members)["result"]

    def advance(self, by):
        moved = self.control("POST", f"/worlds/{WORLD}/clock/advance", {"by": by})
        self.clock = None
        return moved

    def now(self):
        """World time in milliseconds; the clock runs, so it is asked for once in a while."""
        if getattr(self, "clock", None) is None:
            text = self.control("GET", f"/worlds/{WORLD}/clock")["now"]
            import datetime

            at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
            self.clock = at.timestamp() * 1000 - time.monotonic() * 1000
        return self.clock + time.monotonic() * 1000

    def ask(self, query, variables=None):
        """Status and data, or status and the first message."""
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        self.stamp = max(int(self.now()), self.stamp + 1)
        signed = hmac.new(self.secret.encode(), f"{self.stamp}.".encode() + body, hashlib.sha256)
        headers = {
            "content-type": "application/json",
            "x-agio-api-key": self.token,
            "x-agio-timestamp": str(self.stamp),
            "x-agio-signature": signed.hexdigest(),
        }
        status, answer = self.send("POST", "/partner/cards/graphql", body, headers)
        if status == 200:
            return status, answer["data"]
        return status, answer["errors"][0]["message"] if "errors" in answer else answer
