"""A user of the managed cards API, written with requests and PyJWT alone."""

import os

import jwt
import requests

URL = os.environ["SANDBOX_URL"]
WORLD = "managed"
KEY = "mc-jwt-secret-of-the-test-vector-0001"


def control(path, body=None):
    method = "GET" if body is None else "POST"
    answer = requests.request(method, f"{URL}/_sandbox{path}", json=body, timeout=10)
    assert answer.ok, (path, answer.text)
    return answer.json()


def make_world():
    """A world whose clock stands still, and the login of Amara in it."""
    frozen = {"mode": "frozen", "at": "2026-01-05T09:00:00Z"}
    made = control("/worlds", {"id": WORLD, "seed": "7", "clock": frozen})
    users = made["surfaces"]["MC"]["users"]
    (amara,) = [user for user in users if user["label"] == "amara"]
    return {"username": amara["username"], "password": amara["password"]}


def op(name, **fields):
    return control(f"/worlds/{WORLD}/ops/{name}", fields)["result"]


def advance(by):
    control(f"/worlds/{WORLD}/clock/advance", {"by": by})


def opened(token):
    """Header and claims of a token, without its key."""
    claims = jwt.decode(token, options={"verify_signature": False}, algorithms=["HS256"])
    return jwt.get_unverified_header(token), claims


class Caller:
    """A session of requests; it logs in when it is made."""

    def __init__(self, login):
        self.session = requests.Session()
        answer = self.session.post(f"{URL}/api/v1/token/", json=login, timeout=10)
        assert answer.status_code == 200, answer.text
        self.take(answer.json())

    def take(self, pair):
        self.access, self.refresh = pair["access"], pair["refresh"]
        self.session.headers["Authorization"] = f"Bearer {self.access}"

    def send(self, method, path, status, body=None):
        answer = self.session.request(method, URL + path, json=body, timeout=10)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        return answer.json()

    def get(self, path):
        return self.send("GET", path, 200)

    def post(self, path, status=200, **body):
        return self.send("POST", path, status, body or None)
