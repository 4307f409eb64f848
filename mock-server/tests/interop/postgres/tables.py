"""The tables as introspection shows them, and their rows in PostgreSQL."""

from decimal import Decimal

TYPES = {
    "Int": "integer", "bigint": "bigint", "numeric": "numeric", "String": "text",
    "Boolean": "boolean", "uuid": "uuid", "timestamptz": "timestamptz", "date": "date",
    "jsonb": "jsonb",
}

# What the contract says about relations (PG 11.4): column here, column there.
JOINS = {
    ("AgioCard_card", "card_company"): ("card_company_id", "id"),
    ("AgioCard_card", "card_application"): ("card_application_id", "id"),
    ("AgioCard_card", "card_user"): ("card_user_id", "card_user_id"),
    ("AgioCard_card", "replaced_by_card"): ("replaced_by_card_id", "id"),
    ("AgioCard_card", "transactions"): ("id", "card_id"),
    ("AgioCard_card", "limit_changes"): ("id", "card_id"),
    ("AgioCard_card_user", "card_company"): ("card_company_id", "id"),
    ("AgioCard_card_user", "cards"): ("card_user_id", "card_user_id"),
    ("AgioCard_card_user", "transactions"): ("card_user_id", "card_user_id"),
    ("AgioCard_card_user", "charges"): ("card_user_id", "card_user_id"),
    ("AgioCard_card_company", "managed_organization"): ("organization_id", "organization_id"),
    ("AgioCard_card_company", "cards"): ("id", "card_company_id"),
    ("AgioCard_card_transaction", "card"): ("card_id", "id"),
    ("AgioCard_card_transaction", "card_user"): ("card_user_id", "card_user_id"),
    ("AgioCard_card_charge", "card_user"): ("card_user_id", "card_user_id"),
    ("AgioCard_card_limit_change", "card"): ("card_id", "id"),
    ("AgioCard_partner_managed_organization", "card_companies"): (
        "organization_id", "organization_id",
    ),
    ("AgioCard_vw_card", "card_user"): ("card_user_id", "card_user_id"),
    ("AgioCard_vw_card_transaction", "card"): ("card_id", "id"),
}

ORDER = {"AgioCard_vw_card_user_monthly_spend": ["month", "card_user_id"]}

INTROSPECTION = """{ __schema { types { name kind fields { name type { kind name ofType { kind name
    ofType { kind name ofType { kind name } } } } } } } }"""


class Table:
    def __init__(self, name, columns, relations):
        self.name, self.columns, self.relations = name, columns, relations
        self.order = ORDER.get(name, ["id"])
        self.rows = []

    def values(self, column):
        return [row[column] for row in self.rows]


def named(kind):
    many = False
    while kind.get("ofType"):
        many |= kind["kind"] == "LIST"
        kind = kind["ofType"]
    return kind["name"], kind["kind"], many


def read(world):
    """Every table with all its rows."""
    status, data = world.ask(INTROSPECTION)
    assert status == 200, data
    types = {kind["name"]: kind for kind in data["__schema"]["types"]}
    root = {field["name"] for field in types["Query"]["fields"]}
    tables = {}
    for name in sorted(name for name in root & set(types) if not name.endswith("_aggregate")):
        columns, relations = {}, {}
        for field in types[name]["fields"]:
            of, kind, many = named(field["type"])
            if kind == "SCALAR":
                columns[field["name"]] = of
            elif (name, field["name"]) in JOINS:
                relations[field["name"]] = (of, many, *JOINS[name, field["name"]])
        tables[name] = Table(name, columns, relations)
    for table in tables.values():
        status, data = world.ask("{ %s { %s } }" % (table.name, " ".join(table.columns)))
        assert status == 200, data
        table.rows = data[table.name]
    for (name, relation), _ in JOINS.items():
        assert relation in tables[name].relations, (name, relation)
    return tables


def plain(value):
    """A value as psycopg takes it."""
    from psycopg.types.json import Jsonb

    return Jsonb(value) if isinstance(value, dict) else value


def load(tables, database):
    """Makes the tables and puts the rows in, in the order in which they came."""
    for table in tables.values():
        columns = ", ".join(f'"{name}" {TYPES[of]}' for name, of in table.columns.items())
        database.execute(f'CREATE TABLE "{table.name}" ({columns})')
        marks = ", ".join(["%s"] * len(table.columns))
        rows = [[plain(row[name]) for name in table.columns] for row in table.rows]
        with database.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        database.execute(f'ANALYZE "{table.name}"')


def written(of, value):
    """A value of PostgreSQL as the sandbox writes it (PG 2.6)."""
    if value is None:
        return None
    if of == "timestamptz":
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}+00:00"
    if of in ("uuid", "date"):
        return str(value)
    if of == "numeric":
        return Decimal(value)
    return value
