"""What can go wrong in identification. Codes and named details; the doors find the sentence."""

from pulang.lib.errors import NotFound, PulangError


class DataBroken(PulangError):
    """A data file (instrument, question bank, answers) cannot be used.

    Details: ``file`` (name), ``line`` (from 1), ``problem`` (an English sentence for whoever edits the file).
    """

    code = "data_broken"

    def __init__(self, *, file: str, line: int, problem: str) -> None:
        super().__init__(file=file, line=line, problem=problem)
        self.file, self.line, self.problem = file, line, problem

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


class InstrumentNotFound(NotFound):
    """No such instrument, or not in this version. Details: ``instrument``, ``version``, ``known``."""

    code = "instrument_not_found"


class WrongVersion(PulangError):
    """Answers given to one version must not be read by another. Details: ``answered``, ``instrument``."""

    code = "wrong_version"


class UnknownIndicator(PulangError):
    """The instrument has no such indicator. Details: ``indicators`` (sorted), ``instrument``."""

    code = "unknown_indicator"


class UnknownForm(PulangError):
    """A form of exploitation that cannot be affirmed by hand. Details: ``form``, ``allowed``."""

    code = "unknown_form"


class NotScored(PulangError):
    """The instrument is a list without a rule for a combined result. Details: ``instrument``."""

    code = "not_scored"


class ConsentMissing(PulangError):
    """The script was not read yet: only questions on safety may be answered."""

    code = "consent_missing"


class ConsentRefused(PulangError):
    """The person said no, or took her yes back, or it has run out."""

    code = "consent_refused"


class InterviewFinished(PulangError):
    """A finished interview takes no answer until it is taken up again."""

    code = "interview_finished"


class InterviewPaused(PulangError):
    """A paused interview takes no answer until it is taken up again."""

    code = "interview_paused"
