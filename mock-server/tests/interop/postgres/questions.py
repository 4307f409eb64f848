"""Random questions to both, and what differs."""

from decimal import Decimal
from fractions import Fraction

from conditions import Maker
from tables import written

WAYS = {
    "asc": "ASC NULLS LAST", "asc_nulls_first": "ASC NULLS FIRST",
    "asc_nulls_last": "ASC NULLS LAST", "desc": "DESC NULLS FIRST",
    "desc_nulls_first": "DESC NULLS FIRST", "desc_nulls_last": "DESC NULLS LAST",
}


class Question:
    """One list or aggregate: arguments, and SQL that selects the same rows in the same order."""

    def __init__(self, tables, chance):
        self.chance = chance
        self.maker = Maker(tables, chance)
        self.tables = tables
        self.table = tables[chance.choice(sorted(tables))]
        self.arguments, self.sql, self.values = {}, "", []
        self.build()

    def build(self):
        table, chance = self.table, self.chance
        where, self.values = "TRUE", []
        if chance.random() < 0.8:
            wanted, where, self.values = self.maker.condition(table, "t0")
            self.arguments["where"] = wanted
        distinct = []
        if chance.random() < 0.25:
            distinct = chance.sample(sorted(table.columns), chance.choice([1, 1, 2]))
            self.arguments["distinct_on"] = distinct
        entries, order = [], []
        if chance.random() < 0.6:
            columns = chance.sample(distinct, len(distinct))
            columns += chance.sample(sorted(table.columns), chance.choice([1, 2]))
            for column in dict.fromkeys(columns):
                way = chance.choice(sorted(WAYS))
                entries.append({column: way})
                order.append(f't0."{column}" {WAYS[way]}')
            self.related(entries, order)
            self.arguments["order_by"] = entries
        key = [f't0."{column}" ASC' for column in table.order]
        columns = ", ".join(f't0."{column}"' for column in distinct)
        inner = order or [f't0."{column}"' for column in distinct]
        head = f"DISTINCT ON ({columns}) t0.*" if distinct else "t0.*"
        self.sql = (f'SELECT {head} FROM "{table.name}" t0 WHERE {where} '
                    f'ORDER BY {", ".join(inner + key)}')
        if distinct and not order:
            self.sql = f'SELECT t0.* FROM ({self.sql}) t0 ORDER BY {", ".join(key)}'
        for name in ("limit", "offset"):
            if chance.random() < 0.3:
                number = chance.choice([0, 1, 2, 5, 1000])
                self.arguments[name] = number
                self.sql = self.sql + f" {name.upper()} {number}"

    def related(self, entries, order):
        """Sometimes a column of a related row comes last."""
        ones = [(name, way) for name, way in sorted(self.table.relations.items()) if not way[1]]
        if not ones or self.chance.random() < 0.7:
            return
        name, (target, _, here, there) = self.chance.choice(ones)
        column = self.chance.choice(sorted(self.tables[target].columns))
        way = self.chance.choice(sorted(WAYS))
        entries.append({name: {column: way}})
        order.append(f'(SELECT r."{column}" FROM "{target}" r WHERE r."{there}" = t0."{here}") '
                     f"{WAYS[way]}")

    def declared(self):
        """The variables of the document, and the arguments that use them."""
        name = self.table.name
        types = {"where": f"{name}_bool_exp", "order_by": f"[{name}_order_by!]", "limit": "Int",
                 "offset": "Int", "distinct_on": f"[{name}_select_column!]"}
        if not self.arguments:
            return "", ""
        names = list(self.arguments)
        return ("(" + ", ".join(f"${one}: {types[one]}" for one in names) + ")",
                "(" + ", ".join(f"{one}: ${one}" for one in names) + ")")


def lists(question, world, database):
    """The same rows in the same order."""
    table = question.table
    columns = dict.fromkeys(table.order + question.chance.sample(sorted(table.columns), 3))
    declared, used = question.declared()
    document = f"query{declared} {{ {table.name}{used} {{ {' '.join(columns)} }} }}"
    status, data = world.ask(document, question.arguments)
    chosen = ", ".join(f'q."{column}"' for column in columns)
    rows = database.execute(f"SELECT {chosen} FROM ({question.sql}) q", question.values).fetchall()
    wanted = [
        {column: written(table.columns[column], value) for column, value in zip(columns, row)}
        for row in rows
    ]
    got = data[table.name] if status == 200 else data
    return (document, got, wanted) if got != wanted else None


def aggregates(question, world, database):
    """The same counts, sums, averages and extremes over those rows."""
    table, chance = question.table, question.chance
    name = table.name
    adding = [one for one, of in table.columns.items() if of in ("Int", "bigint", "numeric")]
    comparing = [one for one, of in table.columns.items() if of not in ("Boolean", "jsonb")]
    counts = {"count": ("", "count(*)")}
    for number in range(3):
        some = chance.sample(sorted(table.columns), chance.choice([1, 1, 2, 3]))
        distinct = chance.random() < 0.5
        argument = f"(columns: [{', '.join(some)}], distinct: {str(distinct).lower()})"
        tuple_ = ", ".join(f'q."{one}"' for one in some)
        tuple_ = f"({tuple_})" if len(some) == 1 else f"ROW({tuple_})"
        counts[f"c{number}"] = (argument, f"count({'DISTINCT ' if distinct else ''}{tuple_})")
    fields = " ".join(f"{alias}: count{argument}" for alias, (argument, _) in counts.items())
    for function, columns in (("sum", adding), ("avg", adding), ("min", comparing), ("max", comparing)):
        if columns:
            fields += f" {function} {{ {' '.join(columns)} }}"
    declared, used = question.declared()
    document = f"query{declared} {{ {name}_aggregate{used} {{ aggregate {{ {fields} }} }} }}"
    status, data = world.ask(document, question.arguments)
    if status != 200:
        return document, data, "an answer"
    got = data[f"{name}_aggregate"]["aggregate"]
    wanted = {}
    with_rows = f"FROM ({question.sql}) q"

    def one(expression):
        return database.execute(f"SELECT {expression} {with_rows}", question.values).fetchone()

    wanted = dict(zip(counts, one(", ".join(sql for _, sql in counts.values()))))
    if adding:
        sums = one(", ".join(f'sum(q."{column}"), count(q."{column}"), avg(q."{column}")'
                             for column in adding))
        wanted["sum"], wanted["avg"] = {}, {}
        for at, column in enumerate(adding):
            total, count, average = sums[at * 3:at * 3 + 3]
            wanted["sum"][column] = None if total is None else Decimal(total)
            exact = None if total is None else float(Fraction(Decimal(total)) / count)
            wanted["avg"][column] = exact
            assert exact is None or abs(exact - float(average)) <= abs(exact) * 1e-12
        got["sum"] = {name: None if one is None else Decimal(one) for name, one in got["sum"].items()}
        got["avg"] = {name: None if one is None else float(one) for name, one in got["avg"].items()}
    for function in ("min", "max"):
        def extreme(column):
            # PostgreSQL has no extremes of UUIDs before 18.
            cast = "::text" if table.columns[column] == "uuid" else ""
            return f'{function}(q."{column}"{cast})'

        values = one(", ".join(extreme(column) for column in comparing))
        wanted[function] = {
            column: written(table.columns[column], value)
            for column, value in zip(comparing, values)
        }
    return (document, got, wanted) if got != wanted else None
