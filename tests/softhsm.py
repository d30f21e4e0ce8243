"""A token of SoftHSM in a folder of its own, as the tests of keys in a token need it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pulang.crypto.token import Token, TokenPlace

PIN = "4815162342"
LABEL = "pulang test"
TOOL = shutil.which("softhsm2-util")
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("**/libsofthsm2.so"))), None)
needs_softhsm = pytest.mark.skipif(
    not (TOOL and LIBRARY), reason="keys in a token are tested where SoftHSM is (Debian: softhsm2)"
)


@dataclass(frozen=True)
class SoftHsm:
    folder: Path

    @property
    def tokens(self) -> Path:
        return self.folder / "tokens"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SOFTHSM2_CONF": str(self.folder / "softhsm2.conf"),
            "PULANG_TOKEN_MODULE": str(LIBRARY),
            "PULANG_TOKEN_LABEL": LABEL,
            "PULANG_TOKEN_PIN": PIN,
        }

    def token(self, *, label: str = LABEL, pin: str = PIN) -> Token:
        """A process that has not spoken to the token before sees it so."""
        return Token(TokenPlace(str(LIBRARY), label, pin))

    def pull_out(self) -> None:
        self.tokens.rename(self.folder / "in a pocket")
        self.tokens.mkdir()

    def put_back(self) -> None:
        self.tokens.rmdir()
        (self.folder / "in a pocket").rename(self.tokens)


def make_softhsm(folder: Path) -> SoftHsm:
    made = SoftHsm(folder)
    made.tokens.mkdir(parents=True)
    said = f"directories.tokendir = {made.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
    (folder / "softhsm2.conf").write_text(said)
    options = ["--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN]
    environment = {**os.environ, **made.environment}
    subprocess.run([str(TOOL), *options], env=environment, check=True, capture_output=True, timeout=30)
    return made


@pytest.fixture
def softhsm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftHsm:
    """A fresh token; the library finds it by the environment."""
    made = make_softhsm(tmp_path / "softhsm")
    monkeypatch.setenv("SOFTHSM2_CONF", made.environment["SOFTHSM2_CONF"])
    return made
