"""The Python library of Standard Webhooks verifies deliveries, and refuses what is no delivery."""

import base64
import json
import os
import queue
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

URL = os.environ["SANDBOX_URL"]
WORLD = f"{URL}/_sandbox/worlds/pypi"
RECEIVED = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        RECEIVED.put((body, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


def post(url, body):
    data = json.dumps(body).encode()
    with urllib.request.urlopen(url, data, timeout=10) as answer:
        return json.load(answer)


def op(name, **fields):
    return post(f"{WORLD}/ops/{name}", fields)["result"]


def refused(secret, body, headers, what):
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return
    raise AssertionError(f"{what} is taken")


server = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
post(f"{URL}/_sandbox/worlds", {"id": "pypi", "seed": "7"})
hooks = f"http://127.0.0.1:{server.server_port}/hooks"
wanted = {"surface": "MC", "url": hooks, "events": ["card.frozen", "card.blocked"]}
first = post(f"{WORLD}/receivers", wanted)["secret"]
card = op("make-card", user="amara", program="prg_ke_usd_instant", label="Café Ñandú")["card"]

op("set-card-status", card=card, status="blocked")
body, headers = RECEIVED.get(timeout=5)
event = Webhook(first).verify(body, headers)
assert (event["type"], event["data"]["card"]["label"]) == ("card.blocked", "Café Ñandú"), event
refused(first, body.replace(b"blocked", b"frozen"), headers, "a body that was changed")
other = headers | {"webhook-id": "dlv_000000000000000000000000"}
refused(first, body, other, "the id of another delivery")
later = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}
refused(first, body, later, "another time")
refused("whsec_" + base64.b64encode(bytes(24)).decode(), body, headers, "another secret")

# A new secret: for a day both sign.
second = op("rotate-secret", surface="MC")["secret"]
assert second != first
op("set-card-status", card=card, status="active")
op("set-card-status", card=card, status="blocked")
both, headers_of_both = RECEIVED.get(timeout=5)
for secret in (first, second):
    assert Webhook(secret).verify(both, headers_of_both)["type"] == "card.blocked"
    refused(secret, both + b" ", headers_of_both, "a body that was changed")
refused(second, body, headers, "a message from before the change")

# The delivery log of the staff shows what arrived.
request = urllib.request.Request(f"{URL}/weebhook/deliveries/{headers['webhook-id']}/")
request.add_header("Cookie", "sessionid=staff-pypi")
with urllib.request.urlopen(request, timeout=10) as answer:
    logged = json.load(answer)
assert (logged["status"], logged["event_id"]) == ("succeeded", event["id"]), logged
assert logged["attempts"][0]["response_code"] == 204, logged
print("standardwebhooks (Python): deliveries, forgeries, a change of the secret, the log")
