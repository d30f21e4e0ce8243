"""Where random bytes come from: an argument everywhere, so that tests can repeat what they saw."""

from __future__ import annotations

import secrets
from collections.abc import Callable

RandomBytes = Callable[[int], bytes]
"""Given a length, that many unpredictable bytes."""

system_random: RandomBytes = secrets.token_bytes
