"""A sentence for every error that a command of the pure part can meet: what happened and what to do."""

from collections.abc import Callable

from pulang.lib.errors import PulangError

SENTENCES: dict[str, Callable[[PulangError], str]] = {
    "data_broken": lambda e: f"line {e.details['line']}: {e.details['problem']}",
    "instrument_not_found": lambda e: (
        f"there is no instrument {_named(e)}; known are {', '.join(map(str, _many(e, 'known')))}"
    ),
    "wrong_version": lambda e: (
        f"the answers were taken with {e.details['answered']} and must not be read with {e.details['instrument']}; "
        "choose that version"
    ),
    "unknown_indicator": lambda e: (
        f"{e.details['instrument']} has no indicator {', '.join(map(str, _many(e, 'indicators')))}; "
        "see 'pulang instruments show'"
    ),
    "unknown_form": lambda e: (
        f"'{e.details['form']}' cannot be affirmed by hand; allowed are {', '.join(map(str, _many(e, 'allowed')))}"
    ),
    "not_scored": lambda e: f"{e.details['instrument']} is a list without a combined result",
}


def sentence(error: PulangError) -> str:
    """The sentence for an error; its code where no sentence is known."""
    speak = SENTENCES.get(error.code)
    return speak(error) if speak else str(error)


def _many(error: PulangError, name: str) -> tuple[object, ...]:
    value = error.details[name]
    return value if isinstance(value, tuple) else (value,)


def _named(error: PulangError) -> str:
    version = error.details.get("version")
    return f"{error.details['instrument']}@{version}" if version else str(error.details["instrument"])
