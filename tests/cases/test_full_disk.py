"""A disk that takes no more: a clear error, nothing half-written, and the node goes on."""

import subprocess
import sys
from pathlib import Path

WRITE = """
import resource, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(FILES_ROOT=Path(sys.argv[1]))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from pulang.crypto.sealing import Place
from pulang.db.blobs import keep_blob
from pulang.lib.errors import Unavailable
place = Place(table="t", row="1", field="content")
try:
    keep_blob(b"k" * 32, [b"x" * 50_000] * 10, place=place)
except Unavailable as error:
    print(error.code, error.details)
print(len(keep_blob(b"k" * 32, [b"x" * 1000], place=place)))
"""


def test_a_file_that_does_not_fit_leaves_nothing_behind(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WRITE, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split("\n")[:2] == ["unavailable {'part': 'files'}", "48"], done.stderr
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert 1000 < kept[0].stat().st_size < 2000
