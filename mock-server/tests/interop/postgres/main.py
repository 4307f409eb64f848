"""The sandbox against PostgreSQL: random conditions, orders, pages, aggregates and operands."""

import random
import sys
import time

import psycopg

import spellings
import tables
from api import World
from questions import Question, aggregates, lists
from world import fill

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 7
QUESTIONS, SPELLINGS = 600, 500


def told(kind, seed, found):
    print(f"DIFFERS {kind} (seed {seed})")
    for part in found:
        print("   ", part)


def main():
    begun = time.monotonic()
    chance = random.Random(SEED)
    world = World(SEED)
    fill(world, chance)
    all_tables = tables.read(world)
    database = psycopg.connect(autocommit=True)
    tables.load(all_tables, database)
    rows = sum(len(table.rows) for table in all_tables.values())
    assert rows > 200, rows
    failed = 0
    for number in range(QUESTIONS):
        seed = f"{SEED}.{number}"
        for kind, ask in (("list", lists), ("aggregate", aggregates)):
            question = Question(all_tables, random.Random(seed))
            found = ask(question, world, database)
            if found:
                told(kind, seed, (*found[:1], question.arguments, question.sql, *found[1:]))
                failed += 1
    asked = [(of, text) for of, texts in spellings.FIXED.items() for text in texts]
    instants = all_tables["AgioCard_card_transaction"].values("created_at")
    for number in range(SPELLINGS):
        text = spellings.instants(chance, instants)
        asked.append(("timestamptz", text))
        asked.append(("timestamptz" if number % 4 else "date", spellings.spoilt(chance, instants)))
    for of, text in asked:
        found = spellings.differs(world, database, all_tables, of, text)
        if found:
            told("operand", SEED, found)
            failed += 1
    for pattern in ("\\", "a\\", "%\\\\\\"):
        document = "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }"
        status, _ = world.ask(document, {"w": {"status": {"_ilike": pattern}}})
        failed += status != 400
    print(f"postgres: {rows} rows, {2 * QUESTIONS} questions, {len(asked)} operands, "
          f"{failed} differ, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


sys.exit(main())
