"""DuckDB in memory, inside this process. It may not spill to a disk: what does not fit fails instead."""

import logging
from collections.abc import Sequence
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from pulang.matching.linkage.engines.base import SLICES, Scored, named_sql, sql
from pulang.matching.linkage.rules.columns import Columns
from pulang.matching.linkage.rules.functions import edits, name_bits, nik_near, places_alike, word_level
from pulang.matching.linkage.rules.further import Further
from pulang.matching.linkage.rules.settings import linking_settings
from pulang.matching.rules import Weights

logging.getLogger("splink").setLevel(logging.WARNING)


class DuckEngine:
    """`memory` is the most that DuckDB takes, as it writes sizes; names and Python's own come on top."""

    def __init__(self, *, memory: str = "2GB", threads: int = 2) -> None:
        self.connection = duckdb.connect(":memory:", config={"memory_limit": memory, "threads": str(threads)})
        self.connection.execute("SET temp_directory = ''; SET enable_progress_bar = false")
        self._functions()
        self._named = False
        self._tables: set[str] = set()

    def load(self, some: Columns) -> None:
        self._append("link_rows", some.rows)
        self._append("link_keys", some.keys)

    def ready(self) -> None:
        self.connection.execute(f"CREATE TABLE narrow AS {sql('narrow')}")
        for part in range(SLICES):
            followed = sql("followed", slices=SLICES, slice=part)
            self.connection.execute(f"{'INSERT INTO followed' if part else 'CREATE TABLE followed AS'} {followed}")
        self.connection.execute("DROP TABLE link_keys; DROP TABLE narrow")

    def pairs(
        self, model: Weights, *, least: float, part: int, parts: int, further: Sequence[Further] = ()
    ) -> list[Scored]:
        self._functions(model)
        self.connection.execute("DROP TABLE IF EXISTS blocked")
        self.connection.sql(sql("blocked", part=part, parts=parts)).create("blocked")
        api = DuckDBAPI(self.connection)
        linker = Linker(api.register("link_rows"), linking_settings(model, further), log_level=logging.WARNING)
        linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
        scored = linker.inference.predict(warning_mode="never")
        found = self.connection.execute(named_sql(model, scored=scored.physical_name, least=least)).fetchall()
        linker.table_management.delete_tables_created_by_splink_from_db()
        return [Scored(*one) for one in found]

    def _append(self, name: str, arrived: Any) -> None:
        relation = self.connection.from_arrow(arrived)
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
