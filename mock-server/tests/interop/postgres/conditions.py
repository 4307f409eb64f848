"""Random conditions, as Hasura writes them and as SQL says them."""

import json

from tables import TYPES

COMPARISONS = {"_eq": "=", "_neq": "<>", "_gt": ">", "_gte": ">=", "_lt": "<", "_lte": "<="}
LIKES = {"_like": "LIKE", "_nlike": "NOT LIKE", "_ilike": "ILIKE", "_nilike": "NOT ILIKE"}


class Maker:
    """Makes conditions; every operand becomes a parameter of the SQL."""

    def __init__(self, tables, chance):
        self.tables, self.chance = tables, chance
        self.aliases = 0

    def alias(self):
        self.aliases += 1
        return f"t{self.aliases}"

    def condition(self, table, alias, depth=0):
        """A `T_bool_exp`, its SQL, and the parameters."""
        draw = self.chance.random()
        if depth > 3 or draw < 0.5:
            return self.column(table, alias)
        if draw < 0.6:
            name, (target, _, here, there) = self.relation(table)
            if name:
                inner = self.alias()
                wanted, sql, values = self.condition(self.tables[target], inner, depth + 1)
                exists = (f'EXISTS (SELECT 1 FROM "{target}" {inner} '
                          f'WHERE {inner}."{there}" = {alias}."{here}" AND ({sql}))')
                return {name: wanted}, exists, values
        if draw < 0.7:
            wanted, sql, values = self.condition(table, alias, depth + 1)
            return {"_not": wanted}, f"NOT ({sql})", values
        parts = [self.condition(table, alias, depth + 1) for _ in range(self.chance.randrange(4))]
        values = [value for part in parts for value in part[2]]
        if draw < 0.85:
            sql = " AND ".join(f"({part[1]})" for part in parts) or "TRUE"
            return {"_and": [part[0] for part in parts]}, sql, values
        sql = " OR ".join(f"({part[1]})" for part in parts) or "FALSE"
        return {"_or": [part[0] for part in parts]}, sql, values

    def relation(self, table):
        if not table.relations:
            return None, (None,) * 4
        return self.chance.choice(sorted(table.relations.items()))

    def column(self, table, alias):
        if self.chance.random() < 0.02:
            return {}, "TRUE", []
        name = self.chance.choice(sorted(table.columns))
        wanted, sqls, values = {}, [], []
        for _ in range(self.chance.choice([1, 1, 1, 2, 0])):
            operator, operand, sql, given = self.comparison(table, name, f'{alias}."{name}"')
            if operator not in wanted:
                wanted[operator] = operand
                sqls.append(sql)
                values += given
        return {name: wanted}, " AND ".join(f"({sql})" for sql in sqls) or "TRUE", values

    def comparison(self, table, name, cell):
        of = table.columns[name]
        kind = TYPES[of]
        operators = ["_eq", "_neq", "_is_null"]
        if of != "jsonb":
            operators += ["_gt", "_gte", "_lt", "_lte", "_in", "_nin"]
        if of == "String":
            operators += list(LIKES) * 2
        operator = self.chance.choice(operators)
        if self.chance.random() < 0.03:
            return operator, None, "NULL::boolean", []
        if operator == "_is_null":
            yes = self.chance.random() < 0.5
            return operator, yes, f"{cell} IS {'' if yes else 'NOT '}NULL", []
        if operator in ("_in", "_nin"):
            operands = [self.operand(table, name) for _ in range(self.chance.randrange(4))]
            how = "= ANY" if operator == "_in" else "<> ALL"
            texts = [text(operand) for operand in operands]
            return operator, operands, f"{cell} {how} (%s::text[]::{kind}[])", [texts]
        if operator in LIKES:
            pattern = self.pattern(table, name)
            return operator, pattern, f"{cell} {LIKES[operator]} %s::text", [pattern]
        operand = self.operand(table, name)
        sql = f"{cell} {COMPARISONS[operator]} %s::text::{kind}"
        return operator, operand, sql, [text(operand)]

    def operand(self, table, name):
        """A value that is there, one near it, or one spelt another way."""
        of, chance = table.columns[name], self.chance
        known = [value for value in table.values(name) if value is not None]
        value = chance.choice(known) if known else None
        if of == "Boolean":
            return chance.random() < 0.5
        if of == "jsonb":
            return value if value is not None and chance.random() < 0.8 else {"a": [1, "b", None]}
        if of == "Int":
            return min((value or 0) + chance.choice([0, 0, 0, 1, -1]), 2**31 - 1)
        if of == "bigint":
            number = (value or 0) + chance.choice([0, 0, 1, -1])
            return chance.choice([number, str(number), f" +{number} " if number >= 0 else f"{number} "])
        if of == "numeric":
            number = str(value or 0)
            ways = [number, number + "0" if "." in number else number + ".0", f" {number} "]
            ways += [number + "0001" if "." in number else number + ".0001", number + "e0", "1e30"]
            return chance.choice(ways + ["NaN", "-Infinity", "inf", ".5", "5."])
        if of == "uuid":
            plain = (value or "00000000-0000-4000-8000-000000000000").replace("-", "")
            spelt = [value, plain, plain.upper(), "{" + plain + "}",
                     "-".join(plain[at:at + 4] for at in range(0, 32, 4))]
            return chance.choice([way for way in spelt if way])
        if of == "timestamptz":
            return value if value and chance.random() < 0.7 else "2026-06-01 12:00:00+02"
        if of == "date":
            return value if value and chance.random() < 0.7 else "1/2/2026"
        word = value if value is not None else "active"
        return chance.choice([word, word, word.upper(), word + "x", ""])

    def pattern(self, table, name):
        """A pattern out of a value: some characters replaced, some taken as they are."""
        chance = self.chance
        known = [value for value in table.values(name) if value] or ["active"]
        pieces = []
        for character in chance.choice(known):
            draw = chance.random()
            if draw < 0.1:
                pieces.append("_")
            elif draw < 0.2:
                pieces.append("%")
            elif draw < 0.25:
                pieces.append("")
            elif draw < 0.35 or character in "%_\\" and draw < 0.8:
                pieces.append("\\" + character)
            elif draw < 0.45:
                pieces.append(character.swapcase())
            else:
                pieces.append(character)
        pattern = "".join(pieces)
        odd = len(pattern) - len(pattern.rstrip("\\"))
        return pattern + "\\" if odd % 2 else pattern


def text(operand):
    """An operand as PostgreSQL is given it: as text."""
    if isinstance(operand, bool):
        return "true" if operand else "false"
    return operand if isinstance(operand, str) else json.dumps(operand)
