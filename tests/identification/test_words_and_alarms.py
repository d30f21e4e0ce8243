"""Small data files: every answer has its words, every risk says how fast, and all names lead somewhere."""

from pulang.cases.models import Urgency
from pulang.cases.rules import risk_words, task_words
from pulang.identification.answers import Answer, UrgentRisk
from pulang.identification.instruments.model import LANGUAGES
from pulang.identification.urgency import alarms
from pulang.identification.words import answer_words


def test_every_answer_has_its_words_in_every_language():
    assert set(answer_words()) == {*(answer.value for answer in Answer), "contradictory"}
    for texts in answer_words().values():
        assert all(texts[language] for language in LANGUAGES)


def test_every_risk_leads_to_a_risk_a_task_and_an_urgency_of_cases():
    assert set(alarms()) == set(UrgentRisk)
    for alarm in alarms().values():
        assert alarm.case_risk in risk_words()
        assert alarm.task in task_words()
        assert alarm.urgency in (Urgency.DANGER, Urgency.URGENT)
