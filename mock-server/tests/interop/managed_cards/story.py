"""The worked example (section 13 of the contract), number by number, and the tokens of its caller."""

from decimal import Decimal

import jwt
from caller import KEY, Caller, advance, make_world, op, opened

CARDS = "/cards/api/v1/managed-cards/"
# Wallet available; card available, held and total; settled so far: one line per step.
TABLE = [line.split() for line in """
5000.00   0.00   0.00   0.00   0.00
4800.00 200.00   0.00 200.00   0.00
4800.00 140.00  60.00 200.00   0.00
4800.00  90.00 110.00 200.00   0.00
4800.00  90.00  65.00 155.00  45.00
4800.00  95.00  60.00 155.00  45.00
4800.00  95.00  50.00 145.00  55.00
4800.00 145.00   0.00 145.00  55.00
4800.00 105.00  40.00 145.00  55.00
4800.00  99.00   0.00  99.00 101.00
4800.00  69.00  30.00  99.00 101.00
4800.00  69.00  30.00  99.00 101.00
4800.00  99.00   0.00  99.00 101.00
4800.00 154.00   0.00 154.00 101.00
4800.00  99.00   0.00  99.00 101.00
4850.00  49.00   0.00  49.00 101.00
4850.00  29.00  20.00  49.00 101.00
4879.00   0.00  20.00  20.00 101.00
4887.00   0.00   0.00   0.00 113.00
""".strip().splitlines()]


def check_tokens(caller):
    header, claims = opened(caller.access)
    assert header == {"alg": "HS256", "typ": "JWT"}, header
    names = ["token_type", "exp", "iat", "jti", "user_id", "world"]
    assert list(claims) == names and claims["token_type"] == "access", claims
    assert claims["exp"] - claims["iat"] == 300 and claims["world"] == "managed", claims
    _, refresh = opened(caller.refresh)
    assert refresh["token_type"] == "refresh" and refresh["jti"] != claims["jti"], refresh
    assert refresh["exp"] - refresh["iat"] == 86400, refresh
    spent = caller.refresh
    caller.take(caller.post("/api/v1/token/refresh/", refresh=spent))
    assert opened(caller.access)[1]["jti"] != claims["jti"]
    refused = caller.post("/api/v1/token/refresh/", 401, refresh=spent)
    assert refused == {"detail": "Token is blacklisted", "code": "token_not_valid"}, refused
    assert caller.post("/api/v1/token/verify/", token=caller.access) == {}

    # A token that PyJWT signs with another key is none of the world's.
    forged = jwt.encode({**claims, "jti": "0" * 32}, KEY, algorithm="HS256")
    caller.session.headers["Authorization"] = f"Bearer {forged}"
    assert caller.send("GET", CARDS, 401)["messages"][0]["message"] == "Token is invalid"
    caller.session.headers["Authorization"] = f"Bearer {caller.access}"

    # The test vector of the contract is what PyJWT writes, and reads.
    vector = {
        "token_type": "access", "exp": 1767603900, "iat": 1767603600,
        "jti": "0123456789abcdef0123456789abcdef",
        "user_id": "usr_000000000000000000000041", "world": "default",
    }
    text = jwt.encode(vector, KEY, algorithm="HS256", sort_headers=True)
    assert text.endswith(".OSap9EMfGhzHx3PMHcmNTs-25aD_VhlrckAVp01yTyQ"), text


class Story:
    def __init__(self, login):
        self.caller = Caller(login)
        self.card = CARDS + self.caller.post(CARDS, 201, program="prg_ke_usd_instant")["reference"] + "/"
        self.lines = 0
        self.authorizations = []

    def line(self):
        """Compares the balances with the next line of the table."""
        get = self.caller.get
        (wallet,) = get("/accounting/api/v1/wallets/?currency=USD")["results"]
        balance = get(self.card)["balance"]
        settled = sum(Decimal(get(path)["settled"]) for path in self.authorizations)
        found = [wallet["available"], balance["available"], balance["held"], balance["total"], f"{settled:.2f}"]
        assert found == TABLE[self.lines], (self.lines, found, TABLE[self.lines])
        assert wallet["held"] == "0.00", (self.lines, wallet)
        self.lines += 1

    def on_card(self, what, status, **body):
        return self.caller.post(f"{self.card}{what}/", status, **body)

    def authorize(self, amount, mcc="5814"):
        made = self.on_card("authorize", 201, amount=amount, merchant={"mcc": mcc})
        assert made["status"] == "authorized", made
        self.authorizations.append(f"/cards/api/v1/authorizations/{made['reference']}/")
        self.line()
        return self.authorizations[-1]

    def change(self, authorization, what, expected, **body):
        made = self.caller.post(f"{authorization}{what}/", **body)
        assert {name: made[name] for name in expected} == expected, made
        sums = {name: Decimal(made[name]) for name in ("held", "settled", "released", "amount", "over_settled")}
        assert sums["held"] + sums["settled"] + sums["released"] == sums["amount"] + sums["over_settled"], made
        self.line()

    def tell(self, login):
        self.line()
        self.on_card("fund", 201, amount="200.00", currency="USD")
        self.line()
        a1 = self.authorize("60.00")
        a2 = self.authorize("50.00")
        part = {"status": "partially_settled", "held": "15.00"}
        self.change(a1, "settle", part, amount="45.00", final=False)
        self.change(a1, "reverse", {"held": "10.00", "released": "5.00"}, amount="5.00")
        self.change(a1, "settle", {"status": "settled", "settled": "55.00"})
        self.change(a2, "reverse", {"status": "reversed"})
        a3 = self.authorize("40.00", "5812")
        self.change(a3, "settle", {"over_settled": "6.00"}, amount="46.00")
        a4 = self.authorize("30.00", "5999")
        refused = self.caller.post(f"{a4}settle/", 422, amount="30.01")
        assert refused["code"] == "over_settlement", refused
        self.line()
        advance("7d")
        # The tokens are as old as the authorization that has just expired.
        assert self.caller.send("GET", a4, 401)["messages"][0]["message"] == "Token is expired"
        self.caller = Caller(login)
        expired = self.caller.get(a4)
        assert (expired["status"], expired["released"]) == ("expired", "30.00"), expired
        self.line()
        a1_reference = a1.split("/")[-2]
        dispute = self.caller.post(
            "/cards/api/v1/disputes/", 201, authorization=a1_reference, reason="not_received"
        )
        credit = dispute["provisional_credit"]
        assert (credit["status"], credit["amount"]) == ("granted", "55.00"), dispute
        self.line()
        op("decide-dispute", dispute=dispute["reference"], status="lost")
        self.line()
        self.on_card("withdraw", 201, amount="50.00")
        self.line()
        a5 = self.authorize("20.00")
        assert self.on_card("terminate", 200)["status"] == "terminated"
        self.line()
        self.change(a5, "settle", {"released": "8.00"}, amount="12.00")
        assert self.lines == len(TABLE)


login = make_world()
check_tokens(Caller(login))
Story(login).tell(login)
print("PyJWT and requests: the tokens, and the worked example in", len(TABLE), "lines")

slow = Caller(login)
made = slow.post(CARDS, 201, program="prg_ke_usd_instant")
funding = f"{CARDS}{made['reference']}/fund/"
under_way = slow.post(funding, 201, amount="100.00", sandbox={"adapter": "delayed"})
wallet = under_way["wallet"]
assert under_way["operation"]["status"] == "processing", under_way
assert (wallet["available"], wallet["held"]) == ("4787.00", "100.00"), wallet
assert under_way["card"]["balance"]["total"] == "0.00", under_way
advance("30s")


def wallet_now():
    (now,) = slow.get("/accounting/api/v1/wallets/?currency=USD")["results"]
    return now["available"], now["held"]


assert wallet_now() == ("4787.00", "0.00"), wallet_now()
done = slow.get(f"/accounting/api/v1/operations/{under_way['operation']['reference']}/")
assert done["status"] == "completed", done
assert slow.get(f"{CARDS}{made['reference']}/")["balance"]["available"] == "100.00"
names = [line["type"] for line in slow.get("/accounting/api/v1/operations/?limit=100")["results"]]
assert names.count("card_funding") == 2 and "authorization_release" in names, names

under_way = slow.post(funding, 201, amount="100.00", sandbox={"adapter": "delayed"})
assert wallet_now() == ("4687.00", "100.00"), wallet_now()
op("decide-operation", operation=under_way["operation"]["reference"], decision="reject")
for wait in ("0s", "30s"):
    advance(wait)
    assert wallet_now() == ("4787.00", "0.00"), wallet_now()
    assert slow.get(f"{CARDS}{made['reference']}/")["balance"]["total"] == "100.00"
    failed = slow.get(f"/accounting/api/v1/operations/{under_way['operation']['reference']}/")
    assert failed["status"] == "failed", failed
print("PyJWT and requests: a slow provider holds the wallet")
