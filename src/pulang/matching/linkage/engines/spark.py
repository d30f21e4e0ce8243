"""Spark, for registers beyond one machine: local without further ado, a cluster by its address.

What Spark puts aside while it works is encrypted, in a folder that is emptied with the engine; nothing is logged.
"""

import logging
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from shutil import which
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.types import BooleanType, DoubleType, LongType, StringType
from splink import Linker
from splink.backends.spark import SparkAPI

from pulang.lib.errors import PulangError
from pulang.matching.linkage.engines.base import ROOM, Scored, named_sql, sql
from pulang.matching.linkage.rules.columns import Columns
from pulang.matching.linkage.rules.functions import edits, name_bits, nik_near, places_alike, word_level
from pulang.matching.linkage.rules.further import Further
from pulang.matching.linkage.rules.settings import linking_settings
from pulang.matching.rules import Weights

logging.getLogger("splink").setLevel(logging.WARNING)


class JavaMissing(PulangError):
    """Spark runs on Java 17 or later, and there is none."""

    code = "linkage_java_missing"


def has_java() -> bool:
    """Whether Spark could start here."""
    return bool(which("java") and find_spec("pyspark"))


class SparkEngine:
    """`master` is the address of a cluster, as Spark writes it; the workers need Pulang installed as here."""

    def __init__(self, *, master: str = "local[2]", memory: str = "2g") -> None:
        if not has_java():
            raise JavaMissing()
        self._folder = tempfile.TemporaryDirectory(prefix="pulang-linkage-")
        builder = SparkSession.Builder().master(master).appName("pulang-linkage")
        for name, value in {
            "spark.driver.memory": memory,
            "spark.io.encryption.enabled": "true",
            "spark.network.crypto.enabled": "true",
            "spark.authenticate": "true",
            "spark.local.dir": self._folder.name,
            "spark.sql.warehouse.dir": f"{self._folder.name}/warehouse",
            "spark.sql.shuffle.partitions": "8",
            "spark.default.parallelism": "8",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            "spark.ui.enabled": "false",
            "spark.eventLog.enabled": "false",
            "spark.log.level": "ERROR",
        }.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self._kept: dict[str, Any] = {}
        for name, function, result in (
            ("edits", edits, LongType()),
            ("nik_near", nik_near, BooleanType()),
            ("places_alike", places_alike, BooleanType()),
            ("word_level", word_level, StringType()),
        ):
            self.session.udf.register(f"pulang_{name}", _none_for_none(function), result)

    def load(self, some: Columns) -> None:
        for name, arrived in (("link_rows", some.rows), ("link_keys", some.keys)):
            frame = self.session.createDataFrame(arrived)
            held = self._kept.get(name)
            self._keep(name, frame if held is None else held.unionAll(frame))

    def ready(self) -> None:
        self._keep("link_rows", self._kept["link_rows"].cache())
        self._keep("narrow", self.session.sql(sql("narrow")))
        self._keep("followed", self.session.sql(sql("followed", keys="link_keys", room=ROOM)).cache())

    def pairs(
        self, model: Weights, *, least: float, part: int, parts: int, further: Sequence[Further] = ()
    ) -> list[Scored]:
        def bits(left: str | None, right: str | None, kin: float) -> float:
            return name_bits(left, right, kin, model) if left and right else 0.0

        self.session.udf.register("pulang_name_bits", bits, DoubleType())
        self._keep("blocked", self.session.sql(sql("blocked", part=part, parts=parts)).cache())
        api = SparkAPI(
            spark_session=self.session, break_lineage_method="persist", register_udfs_automatically=False
        )
        linker = Linker(api.register("link_rows"), linking_settings(model, further), log_level=logging.WARNING)
        linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
        scored = linker.inference.predict(warning_mode="never")
        found = self.session.sql(named_sql(model, scored=scored.physical_name, least=least)).collect()
        self._kept["blocked"].unpersist()
        return [Scored(*one) for one in found]

    def close(self) -> None:
        self.session.stop()
        self._folder.cleanup()

    def _keep(self, name: str, frame: Any) -> None:
        self._kept[name] = frame
        frame.createOrReplaceTempView(name)


def _none_for_none(function: Any) -> Any:
    """Spark calls a function also where a value is missing."""

    def called(left: str | None, right: str | None) -> Any:
        return None if left is None or right is None else function(left, right)

    return called
