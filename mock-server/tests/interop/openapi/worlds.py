"""Makes the world that is tried, with things to act on, and prints what its callers need as shell
variables. Its clock stands still, so that tokens stay valid, and it counts no calls."""

import json
import os
import shlex
import time
import urllib.request

URL = os.environ["SANDBOX_URL"]
CARDS = "/cards/api/v1/managed-cards/"


def send(method, path, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    headers |= {"Content-Type": "application/json"}
    request = urllib.request.Request(URL + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


frozen = {"mode": "frozen", "at": "2026-01-05T09:00:00Z"}
made = send("POST", "/_sandbox/worlds", {"id": "tried", "seed": "7", "clock": frozen})
send("PATCH", "/_sandbox/worlds/tried/rules", {"mc.rate.limit": 0})
(amara,) = [user for user in made["surfaces"]["MC"]["users"] if user["label"] == "amara"]
login = {name: amara[name] for name in ("username", "password")}
tokens = send("POST", "/api/v1/token/", login)


def call(path, **body):
    return send("POST", path, body, Authorization=f"Bearer {tokens['access']}")


send("POST", "/_sandbox/worlds/tried/receivers", {"surface": "MC", "url": "sink", "events": ["card.created"]})
card = call(CARDS, program="prg_ke_usd_instant")["reference"]
call(f"{CARDS}{card}/fund/", amount="4000.00")
authorize = f"{CARDS}{card}/authorize/"
settled, held = (call(authorize, amount="60.00")["reference"] for _ in range(2))
call(f"/cards/api/v1/authorizations/{settled}/settle/", amount="50.00")
dispute = call("/cards/api/v1/disputes/", authorization=settled, reason="other", amount="1.00")
funding = call(f"{CARDS}{card}/fund/", amount="10.00")["operation"]["reference"]


def delivery():
    """The id of the first delivery, when it was sent."""
    for _ in range(100):
        sent = send("GET", "/_sandbox/worlds/tried/deliveries")["items"]
        shown = send("GET", f"/_sandbox/worlds/tried/deliveries/{sent[0]['id']}?raw=true") if sent else {}
        if shown.get("attempts"):
            return shown["attempts"][0]["headers"]["webhook-id"]
        time.sleep(0.05)
    raise SystemExit("no delivery is sent within 5 s")


(main,) = [project for project in made["surfaces"]["ER"]["projects"] if project["label"] == "main"]
for name, value in {
    "ACCESS": tokens["access"], "CARD": card, "HELD": held, "SETTLED": settled,
    "TO_END": call(CARDS, program="prg_ke_usd_instant")["reference"],
    "DISPUTE": dispute["reference"], "OPERATION": funding,
    "DELIVERY": delivery(), "STAFF": made["surfaces"]["MC"]["staff_session"],
    "API_KEY": main["api_key"], "API_SECRET": main["api_secret"],
}.items():
    print(f"{name}={shlex.quote(value)}")
