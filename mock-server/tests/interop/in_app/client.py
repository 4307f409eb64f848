"""The Python library gql runs the story: HTTP with a schema it has asked for, and its WebSocket."""

import asyncio
import json
import os
import urllib.request
from pathlib import Path

from gql import Client, GraphQLRequest, gql
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError, TransportServerError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosedError

URL = os.environ["SANDBOX_URL"]
WORLD = "gql"
PRINTED = Path(__file__).resolve().parents[2] / "it/in_app/printed"
EVENTS = """subscription {
  AgioCard_card_application(order_by: {updated_at: desc}) { id updated_at last_event }
}"""


def control(path, body):
    data = json.dumps(body).encode()
    with urllib.request.urlopen(f"{URL}/_sandbox/worlds{path}", data, timeout=10) as answer:
        return json.load(answer)


def op(name, **fields):
    return control(f"/{WORLD}/ops/{name}", fields)["result"]


def printed(name, **variables):
    document = (PRINTED / f"{name}.graphql").read_text(encoding="utf-8")
    return GraphQLRequest(document, variable_values=variables)


def over_http(token, **more):
    headers = {"Authorization": f"Bearer {token}"}
    return Client(transport=HTTPXAsyncTransport(url=f"{URL}/graphql", headers=headers), **more)


def over_socket(token, **more):
    transport = WebsocketsTransport(
        url=URL.replace("http", "ws") + "/graphql",
        init_payload={"Authorization": f"Bearer {token}"},
        **more,
    )
    return Client(transport=transport)


async def done(session, request):
    data = await session.execute(request)
    (answer,) = data.values()
    assert answer["success"] is True and answer["error"] is None, answer
    return answer


async def story(token):
    # The schema comes from the server; every document is compared with it before it is sent.
    async with over_http(token, fetch_schema_from_transport=True) as session:
        rows = await session.execute(gql("{ AgioCard_card_application { id } }"))
        application = rows["AgioCard_card_application"][0]["id"]
        limit = {"amount": 50000, "frequency": "per30DayPeriod"}
        wish = {"cardApplicationId": application, "cardType": "virtual", "limit": limit}
        card = (await done(session, printed("CreateRainCard", input=wish)))["id"]
        assert (await done(session, printed("FreezeRainCard", cardId=card)))["status"] == "locked"
        again = await session.execute(printed("FreezeRainCard", cardId=card))
        assert again["freezeRainCard"]["success"] is False, again
        await done(session, printed("UnfreezeRainCard", cardId=card))
        cards = (await session.execute(printed("VwCards", includeBalance=True)))["cards"]
        assert {row["status"] for row in cards if row["id"] == card} == {"active"}, cards
        try:
            await session.execute(printed("FreezeRainCard", cardId=999999))
        except (TransportQueryError, TransportServerError) as refusal:
            # gql says the body of a status that is no success only where it can read it.
            assert "FORBIDDEN" in str(refusal) or "403" in str(refusal), refusal
        else:
            raise AssertionError("an unknown card is frozen")
        return card


async def two_events(token, card):
    async with over_socket(token, ping_interval=0.05, answer_pings=True) as session:
        assert session.client.transport.subprotocol == "graphql-transport-ws"
        seen = []
        async for result in session.subscribe(gql(EVENTS)):
            seen.append(result["AgioCard_card_application"][0]["last_event"])
            if len(seen) == 1:
                op("deposit", card=card, amount="100.00")
                control(f"/{WORLD}/clock/advance", {"by": "60s"})
            if len(seen) == 3:
                break
        assert seen == [None, "CARD_COLLATERAL_RECEIVED", "CARD_COLLATERAL_CONFIRMED"], seen
        # Queries and mutations pass over the same socket.
        balance = (await done(session, printed("AgioCardBalance", cardId=card)))["balance"]
        assert balance["spendingPower"] == 100.0, balance
        try:
            await session.execute(gql("{ nothing }"))
        except TransportQueryError as refusal:
            assert refusal.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED", refusal
        else:
            raise AssertionError("an unknown field is served")
        await done(session, printed("FreezeRainCard", cardId=card))


async def bad_token():
    wrong = op("mint-jwt", user="jane", variant="wrong-secret")["token"]
    try:
        async with over_socket(wrong):
            raise AssertionError("a token with a wrong signature opens a socket")
    except (ConnectionClosedError, TransportConnectionFailed) as refusal:
        assert "4403" in str(refusal) + str(refusal.__cause__), repr(refusal)


async def main():
    frozen = {"mode": "frozen", "at": "2030-01-01T00:00:00Z"}
    made = control("", {"id": WORLD, "seed": "7", "clock": frozen})
    (token,) = [user["token"] for user in made["surfaces"]["AG"]["users"] if user["label"] == "jane"]
    card = await story(token)
    await two_events(token, card)
    await bad_token()


asyncio.run(asyncio.wait_for(main(), 60))
print("gql: the whole story, over HTTP and over a socket")
