"""A client of the envelope API, written with PyNaCl and requests alone, as the documents show it."""

import base64
import hashlib
import itertools
import json
import os
import sys
import time

import nacl.secret
import nacl.utils
import requests

URL = os.environ["SANDBOX_URL"] + "/api/v1"
KEY, SECRET = os.environ["ER_API_KEY"], os.environ["ER_API_SECRET"]
BOX = nacl.secret.SecretBox(hashlib.sha256(SECRET.encode()).digest())


def seal(payload):
    nonce = nacl.utils.random(24)
    sealed = BOX.encrypt(json.dumps(payload).encode(), nonce).ciphertext
    return base64.b64encode(b"\x02" + nonce + sealed).decode()


def unseal(encrypted):
    raw = base64.b64decode(encrypted, validate=True)
    assert raw[0] == 2
    return json.loads(BOX.decrypt(raw[25:], raw[1:25]))


def post(path, fields=None, key=None):
    payload = {"request_timestamp": time.time_ns() // 1000, **(fields or {})}
    headers = {"API-KEY": KEY, **({"Idempotency-Key": key} if key else {})}
    answer = requests.post(URL + path, json={"encrypted": seal(payload)}, headers=headers, timeout=10)
    return answer.status_code, unseal(answer.json()["encrypted"])


def ask(path, fields=None, key=None):
    status, body = post(path, fields, key)
    assert status == 200 and body["success"] is True, (path, status, body)
    return body


def settled(order):
    for _ in itertools.count():
        read = ask("/orders/check", {"order_id": order["order_id"]})
        if read["status"] in ("completed", "failed"):
            return read
        time.sleep(0.1)


user = {"external_user_id": "py-" + str(time.time_ns())}
ask("/users/create", user)
kyc = {
    "first_name": "Ann", "last_name": "Lee", "birth_date": "1990-01-31",
    "email": "ann@example.com", "phone_number_full": "+15550100", "country_iso": "US",
}
ask("/cardholders/create", {**user, "subprovider_code": "alpha", "kyc_data": kyc})
assert ask("/cardholders/get", user)["kyc_status"] == "approved"
assert "VUSD-STD" in [product["product_code"] for product in ask("/cards/products")["products"]]
wish = {**user, "product_code": "VUSD-STD", "initial_topup_amount": "50.00"}
order = ask("/cards/create", wish, key=user["external_user_id"])
assert settled(order)["issue_status"] == "completed"
again = ask("/cards/create", wish, key=user["external_user_id"])
assert again["order_id"] == order["order_id"]
card = {"card_id": order["card_id"]}
assert len(ask("/cards/details", card)["card_number"]) == 16
topup = ask("/cards/topup", {**card, "amount": "100.00"}, key="top-" + user["external_user_id"])
assert settled(topup)["topup_status"] == "completed"
assert ask("/cards/balance", card)["balance"] == "150.00"
settled(ask("/cards/freeze", {**user, **card}))
assert ask("/cards/get", card)["status"] == "frozen"
settled(ask("/cards/unfreeze", {**user, **card}))
assert ask("/cards/get", card)["status"] == "active"
slugs = [row["slug"] for row in ask("/cards/txs", card)["transactions"]]
assert slugs == ["topup", "initial_topup"], slugs
status, body = post("/users/get", {"user_id": "nobody"})
assert (status, body["error_slug"]) == (404, "user_not_found")
print("python: the whole story")

vectors = json.load(open(sys.argv[1], encoding="utf-8"))
for vector in vectors:
    box = nacl.secret.SecretBox(hashlib.sha256(vector["api_secret"].encode()).digest())
    if "refused" in vector:
        continue
    nonce = bytes.fromhex(vector["nonce_hex"])
    sealed = box.encrypt(vector["plaintext"].encode(), nonce).ciphertext
    assert base64.b64encode(b"\x02" + nonce + sealed).decode() == vector["encrypted"], vector
print("python: the vectors")
