"""Operands in every spelling: what PostgreSQL takes is taken and means the same; what it refuses is
refused."""

import datetime

ZONES = ["", "Z", " UTC", "+00", " -05:30", "+0530", " PST", " CEST", " Europe/Berlin",
         " america/new_york", "+14", "-08:15:30", " EST5EDT", " EDT", " MSK"]

# No letters: single ones are units that some versions take.
GARBAGE = list("0123456789:-/. +TZ,") + ["Jan", " AD", "  "]


def instants(chance, rows, zones=ZONES):
    """An instant of a row in one of many forms."""
    base = datetime.datetime.fromisoformat(chance.choice(rows))
    at = base + datetime.timedelta(milliseconds=chance.choice([0, 0, 0, 1, -1]))
    zone = chance.choice(zones)
    shift = {"-05:30": -330, "+0530": 330, "+14": 840}.get(zone.strip(), 0)
    local = at + datetime.timedelta(minutes=shift)
    fraction = f"{local.microsecond // 1000:03}"
    month = local.strftime(chance.choice(["%b", "%B"]))
    month = chance.choice([month, month.lower(), month.upper()])
    year, day = local.year, local.day
    dates = [
        local.strftime("%Y-%m-%d"), local.strftime("%Y/%m/%d"), local.strftime("%Y.%m.%d"),
        local.strftime("%m/%d/%Y"), local.strftime("%m-%d-%y"), local.strftime("%Y%m%d"),
        local.strftime("%y%m%d"), local.strftime("%Y.%j"), f"{month} {day}, {year}",
        f"{day} {month} {year}", f"{day}-{month}-{year}", f"{year}-{month}-{day:02}",
        f"{month}-{day}-{year}", f"{local.strftime('%a')} {month} {day} {year}", f"{year}-{local.month}-{day}",
        f"J{at.date().toordinal() + 1721425}", f"{month} {day} {year} AD", f"{day:02}{month}{year}",
        f"{year}-{local.strftime('%j')}",
    ]
    time = local.strftime("%H:%M:%S")
    times = [
        f"{time}.{fraction}", f"{time}.{fraction}000", time, local.strftime("%H:%M"),
        local.strftime("%I:%M:%S") + f".{fraction} {chance.choice(['am', 'PM'])}",
        local.strftime("%H%M%S") + f".{fraction}", local.strftime("%H%M%S"), local.strftime("%H%M"),
        f"at {time}", "allballs", "24:00", "23:59:60", "",
    ]
    between = chance.choice([" ", " ", " ", "T", "  ", " t ", ", "])
    text = chance.choice(dates) + between + chance.choice(times) + zone
    if chance.random() < 0.1:
        text = chance.choice(times) + zone + " " + chance.choice(dates)
    return text


def spoilt(chance, rows):
    """The same with a character more, less, or another, but not in the name of a zone: PostgreSQL
    takes almost anything for the rule of one."""
    text = instants(chance, rows, ["", "Z", "+00", " -05:30", "+0530", "+14", "-08:15:30"])
    text = text.replace("allballs", "00:00")
    at = chance.randrange(len(text) + 1)
    rest = chance.choice([text[at:], text[at + 1:]])
    return text[:at] + chance.choice(GARBAGE + ["", ""]) + rest


FIXED = {
    "timestamptz": [
        "infinity", "-infinity", "epoch", "4714-11-24 BC", "4714-11-23 BC",
        "294276-12-31 23:59:59", "294277-01-01", "0000-01-01", "2026-02-29", "2024-02-29", "", " ",
        "2026-13-01", "2026-01-32", "12:00", "2026-01", "2026", "20260101T", "2026-01-01 24:00:01",
        "2026-01-01 10:60", "2026-01-01 10:00:61", "2026-01-01 +16", "2026-01-01 +15:59:59",
        "18/1/2026", "1/18/2026 13:00 PM", "1/18/2026 12:00 AM", "Jan 8 99 BC", "99-01-08",
        "2026-01-01 10:00 Mars/Phobos", "2026-01-01 10:00 XYZ", "2026-01-01 dst", "PST 2026-01-01",
        "2026-03-08 02:30 America/New_York", "2026-11-01 01:30 America/New_York", "J2451187",
        "2026-01-01T10:00:00.123456789Z", "2026-01-01 10:00:00.9999999", "1999-01-08-", "allballs",
        "2026-01-01 04:05:06.789-8", "2026-01-01 040506-08", "20260101 040506+0530", "now x",
    ],
    "date": [
        "2026-01-01", "January 8, 1999", "1999-01-08", "1/8/1999", "1/18/1999", "01/02/03",
        "1999-Jan-08", "Jan-08-1999", "08-Jan-1999", "99-Jan-08", "08-Jan-99", "Jan-08-99",
        "19990108", "990108", "1999.008", "J2451187", "January 8, 99 BC", "5874897-12-31",
        "5874898-01-01", "4714-11-24 BC", "4714-11-23 BC", "infinity", "-infinity", "epoch",
        "2026-01-01 10:00", "2026-01-01 23:00-05", "", "x", "2026-02-30", "10000-01-01", "May",
        "2026-366", "2024-366",
    ],
    "bigint": [
        "1", " 1", "1 ", "+1", "-1", "- 1", "", "1.0", "1e3", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "x", "1x", "--1",
    ],
    "numeric": [
        "1", " 1.5 ", "+1.5", "-.5", "5.", ".", "", "1e3", "1E-3", "1e", "e1", "1 2", "NaN", "nan",
        "-NaN", "Infinity", "-inf", "+Infinity", "infinit", "1,5", "1e131071", "1e131072",
        "1e-16383", "1e-16384", "1e99999999999", "0" * 200 + "12.34" + "0" * 200,
    ],
    "uuid": [
        "", "x", "{}", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "a0ee-bc999c0b-4ef8-bb6d6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-",
        " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "a0-eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11",
    ],
}

# A column of each type.
COLUMNS = {
    "timestamptz": ("AgioCard_card_transaction", "created_at"),
    "date": ("AgioCard_vw_card_user_monthly_spend", "month"),
    "bigint": ("AgioCard_vw_card_transaction", "amount_cents"),
    "numeric": ("AgioCard_card_transaction", "amount"),
    "uuid": ("AgioCard_partner_managed_organization", "organization_id"),
}


def differs(world, database, tables, of, text):
    """What both say to an operand, when that is not the same."""
    import psycopg

    name, column = COLUMNS[of]
    key = ", ".join(tables[name].order)
    wanted = []
    try:
        for operator in ("=", "<"):
            rows = database.execute(
                f'SELECT {key} FROM "{name}" WHERE "{column}" {operator} %s::text::{of} ORDER BY {key}',
                [text],
            ).fetchall()
            wanted.append([tuple(map(str, row)) for row in rows])
    except psycopg.Error as refused:
        wanted = str(refused).split("\n")[0]
    got = []
    for operator in ("_eq", "_lt"):
        document = ("query($w: %s_bool_exp) { %s(where: $w) { %s } }"
                    % (name, name, " ".join(tables[name].order)))
        status, data = world.ask(document, {"w": {column: {operator: text}}})
        if status == 400:
            got = data
            break
        got.append([tuple(str(value) for value in row.values()) for row in data[name]])
    same = got == wanted or isinstance(got, str) and isinstance(wanted, str)
    return None if same else (of, text, got, wanted)
