"""Writes the compiled catalogues before a wheel or an editable install is made: only sources are kept."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root) / "src" / "pulang"
        sys.path.insert(0, str(package.parent))
        from pulang.cli import catalogues

        for language in catalogues.LANGUAGES:
            source = catalogues.path_of(language, package)
            target = source.with_suffix(".mo")
            target.write_bytes(catalogues.compiled(catalogues.read(language, package)))
            build_data["artifacts"].append(str(target.relative_to(self.root)))
