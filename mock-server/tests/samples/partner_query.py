"""The Python sample of the partner guide, "Signing Requests"; only the endpoint comes from the
environment too."""
import hmac, hashlib, time, json, os, urllib.request
def partner_query(query: str, variables: dict | None = None) -> dict:
    endpoint = os.environ["AGIO_PARTNER_ENDPOINT"]
    api_token = os.environ["AGIO_PARTNER_API_TOKEN"]
    client_secret = os.environ["AGIO_PARTNER_CLIENT_SECRET"]
    body = json.dumps({"query": query, "variables": variables}).encode()
    ts = str(int(time.time() * 1000))
    sig = hmac.new(client_secret.encode(), f"{ts}.".encode() + body, hashlib.sha256).hexdigest()
    req = urllib.request.Request(endpoint, data=body, method="POST")
    req.add_header("Content-Type", "application/json")
    req.add_header("x-agio-api-key", api_token)
    req.add_header("x-agio-timestamp", ts)
    req.add_header("x-agio-signature", sig)
    with urllib.request.urlopen(req, timeout=15) as r:
        return json.loads(r.read())

answer = partner_query("query { cardBalance(cardId: 2147483000) { success error } }")
assert answer == {"data": {"cardBalance": {"success": False, "error": "Card not found"}}}, answer
answer = partner_query("{ AgioCard_vw_card { id type status last4 expiration_month expiration_year limit_frequency } }")
assert answer["data"]["AgioCard_vw_card"], answer
print("python: signed query")
