"""DuckDB in memory, inside this process. It may not spill to a disk: what does not fit fails instead."""

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow
from splink import DuckDBAPI, Linker

from pulang.matching.linkage.engines.base import ROOM, SLICES, Scored, named_sql, sql
from pulang.matching.linkage.rules.columns import Columns
from pulang.matching.linkage.rules.functions import edits, name_bits, nik_near, places_alike, word_level
from pulang.matching.linkage.rules.further import Further
from pulang.matching.linkage.rules.settings import linking_settings
from pulang.matching.rules import Weights

AT_ONCE = 2_000_000  # keys that are put into their slices together

logging.getLogger("splink").setLevel(logging.WARNING)


class DuckEngine:
    """`memory` is the most that DuckDB takes, as it writes sizes; names and Python's own come on top."""

    def __init__(self, *, memory: str = "2GB", threads: int = 2) -> None:
        self.connection = duckdb.connect(":memory:", config={"memory_limit": memory, "threads": str(threads)})
        self.connection.execute("SET temp_directory = ''; SET enable_progress_bar = false")
        self._functions()
        self._named = False
        self._tables: set[str] = set()
        self._keys: list[pyarrow.Table] = []

    def load(self, some: Columns) -> None:
        self._append("link_rows", self.connection.from_arrow(some.rows))
        self._keys.append(some.keys)
        if sum(keys.num_rows for keys in self._keys) >= AT_ONCE:
            self._slice()

    def ready(self) -> None:
        self._slice()
        self.connection.execute(f"CREATE TABLE narrow AS {sql('narrow')}")
        for part in range(SLICES):
            followed = sql("followed", keys=f"link_keys_{part}", room=ROOM)
            self.connection.execute(f"{'INSERT INTO followed' if part else 'CREATE TABLE followed AS'} {followed}")
            self.connection.execute(f"DROP TABLE link_keys_{part}")
        self.connection.execute("DROP TABLE narrow")

    def pairs(
        self, model: Weights, *, least: float, part: int, parts: int, further: Sequence[Further] = ()
    ) -> list[Scored]:
        self._functions(model)
        self.connection.execute("DROP TABLE IF EXISTS blocked")
        self.connection.sql(sql("blocked", part=part, parts=parts)).create("blocked")
        api = DuckDBAPI(self.connection)
        linker = Linker(api.register("link_rows"), linking_settings(model, further), log_level=logging.WARNING)
        linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
        with _without_collecting():
            scored = linker.inference.predict(warning_mode="never")
            found = self.connection.execute(named_sql(model, scored=scored.physical_name, least=least)).fetchall()
        linker.table_management.delete_tables_created_by_splink_from_db()
        return [Scored(*one) for one in found]

    def _slice(self) -> None:
        """Keys lie in a table for each slice, which goes when they are counted: none reads those of the others."""
        if self._keys:
            keys = self.connection.from_arrow(pyarrow.concat_tables(self._keys))
            for part in range(SLICES):
                self._append(f"link_keys_{part}", keys.filter(f"abs(key % {SLICES}) = {part}"))
            self._keys.clear()

    def _append(self, name: str, relation: duckdb.DuckDBPyRelation) -> None:
        if name in self._tables:
            relation.insert_into(name)
        else:
            relation.create(name)
            self._tables.add(name)

    def close(self) -> None:
        self.connection.close()

    def _functions(self, model: Weights | None = None) -> None:
        text, make = "VARCHAR", self.connection.create_function
        if model is None:
            make("pulang_edits", edits, [text, text], "BIGINT")
            make("pulang_nik_near", nik_near, [text, text], "BOOLEAN")
            make("pulang_places_alike", places_alike, [text, text], "BOOLEAN")
            make("pulang_word_level", word_level, [text, text], text)
            return
        if self._named:
            self.connection.remove_function("pulang_name_bits")

        def bits(left: str, right: str, kin: float) -> float:
            return name_bits(left, right, kin, model)

        make("pulang_name_bits", bits, [text, text, "DOUBLE"], "DOUBLE")
        self._named = True


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Comparing names makes millions of objects and none in circles: looking for those would take half the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
