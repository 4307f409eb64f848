"""A world with enough in it: names that patterns stumble over, nulls, equal values, large sums."""

NAMES = [
    "50% off", "500 off", "a_b", "axb", "back\\slash", "backslash", "Ärger", "ärger", "ÄRGER",
    "ΟΔΟΣ", "οδος", "ẞtraße", "İstanbul", "zulu", "Zulu", "tab\there", "quote'd", 'double"d',
    "%", "_", "\\", "naïve", "emoji 😀", "e\u0301", "é",
]
NICKNAMES = ["Team travel", "team Travel", "Lunch", "lunch-2", "A.B", "a b", "Z", "z"]
AMOUNTS = ["12.34", "0.29", "25.50", "19.99", "4.35", "0.07", "100.00", "0.01", "33.33", "1.10"]


def fill(world, chance):
    for name in NAMES:
        query = "mutation($n:String!){createPartnerCustomerOrganization(input:{name:$n}){success}}"
        status, data = world.ask(query, {"n": name})
        assert status == 200, data
    cards = [row["id"] for row in world.ask("{AgioCard_card{id status}}")[1]["AgioCard_card"]]
    users = [
        row["card_user_id"]
        for row in world.ask("{AgioCard_card_user{card_user_id}}")[1]["AgioCard_card_user"]
    ]
    for card in cards:
        soft(world, "deposit", card=card, amount="5000.00")
        if chance.random() < 0.6:
            world.ask("mutation{updateCardNickname(cardId:%d,nickname:\"%s\"){success}}"
                      % (card, chance.choice(NICKNAMES)))
        for _ in range(chance.randrange(4)):
            world.ask("mutation{updateCardLimit(input:{cardId:%d,limitAmount:%d,limitFrequency:%s})"
                      "{success}}" % (card, chance.choice([1000000, 2000000, 2147483647]),
                                      chance.choice(["allTime", "per7DayPeriod", "perYearPeriod"])))
    done = []
    for _ in range(150):
        if chance.random() < 0.2:
            world.advance(f"{chance.randrange(1, 90)}h{chance.randrange(60)}m{chance.randrange(60)}s"
                          f"{chance.randrange(1000)}ms")
        card, amount = chance.choice(cards), chance.choice(AMOUNTS)
        merchant = {"name": chance.choice(NAMES), "mcc": chance.choice(["5411", "5812", "3001"]),
                    "country": chance.choice(["US", "DE"])}
        if chance.random() < 0.4:
            merchant["city"] = chance.choice(["Berlin", "berlin", "München"])
        draw = chance.random()
        if draw < 0.6 or not done:
            made = soft(world, "authorize", card=card, amount=amount, merchant=merchant)
            done += [made["transaction"]] if made and made["status"] == "authorized" else []
        elif draw < 0.75:
            soft(world, "clear", transaction=chance.choice(done), amount=amount)
        elif draw < 0.8:
            soft(world, "refund", transaction=chance.choice(done))
        elif draw < 0.9:
            world.ask("mutation{chargeCard(input:{cardUserId:\"%s\",feeCents:%d,feeDescription:\"%s\"})"
                      "{success}}" % (chance.choice(users), chance.choice([1, 250, 2550]),
                                      chance.choice(["Coffee", "coffee", "50\\\\%"])))
        else:
            soft(world, "decline", card=card, amount=amount, reason="suspected_fraud")
    # Sums that no double holds exactly.
    for amount in ("90071992540000.01", "90071992540000.03"):
        soft(world, "refund", card=cards[0], amount=amount)
        soft(world, "decline", card=cards[0], amount=amount, reason="declined_by_rules")
        soft(world, "deposit", card=cards[0], amount="9000000000000.07", confirm="later")


def soft(world, op, **members):
    """An op that a state may refuse."""
    try:
        return world.op(op, **members)
    except AssertionError as refused:
        if refused.args[0][3].get("status") in (409, 422):
            return None
        raise
