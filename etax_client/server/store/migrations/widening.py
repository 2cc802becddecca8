"""Another CHECK in place of one, as a longer list of codes, in a table that keeps its rows and all that refers to them."""

import sqlalchemy as sa
from alembic import op


def widen(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """From now on `column` may hold the codes `after`, in place of those `before`."""
    recheck(table, column, _check(column, before), _check(column, after))


def recheck(table: str, called: str, old: str, new: str) -> None:
    """From now on the rows hold to `new`, in place of `old`, in the check that is `called` so.

    SQLite has no statement for that, and a table made anew would take with it what refers to it. So its text is changed where SQLite keeps
    it, as its manual describes for changes that leave the rows as they are (lang_altertable.html, section 7).
    """
    name = op.f(f"ck_{table}_{called}")
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, new)
        return
    schema = sa.table("sqlite_master", sa.column("type"), sa.column("name"), sa.column("sql"))
    mine = (schema.c.type == "table") & (schema.c.name == table)
    text = connection.execute(sa.select(schema.c.sql).where(mine)).scalar_one()
    if text.count(old) != 1:
        raise ValueError(f"{table} has no such check: {old}")
    version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
    connection.execute(sa.text("PRAGMA writable_schema=ON"))
    connection.execute(sa.update(schema).where(mine).values(sql=text.replace(old, new)))
    connection.execute(sa.text(f"PRAGMA schema_version={version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema=RESET"))


def _check(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"
