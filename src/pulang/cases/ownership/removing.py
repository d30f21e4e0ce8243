"""What an owner's withdrawal or restriction does to the copy of its case here. Done by a job of the node."""

from collections.abc import Iterable

from django.utils import timezone

from pulang.access.models import Grant
from pulang.audit.events import Event
from pulang.audit.models import Entry
from pulang.audit.record import record
from pulang.cases.actions.story import load_case, tell
from pulang.cases.actions.tasks import add_task
from pulang.cases.models import Case, CaseFile, Decision
from pulang.cases.queries.desk import desk, working_agency
from pulang.db.blobs import drop_blob
from pulang.exchange.attachments.taking import forget_coming
from pulang.exchange.kinds import Copy, Counts, Effect, Received
from pulang.exchange.models import Message
from pulang.lib.actor import Actor
from pulang.persons.actions import forget_person
from pulang.persons.models import Person

SEALED = "H3"


def take_back_case(actor: Actor, copy: Copy) -> Counts:
    """Remove the partner's copy: who she is, her search keys, the partner's files, decisions and messages.

    The case stays with the work of this node, without a name; the desk is told, also what was exported of it.
    """
    case = load_case(copy.scope, closed_too=True)
    exports = Entry.objects.filter(scope=case.pk, event=Event.EXPORT_MADE.value).count()
    counts = Counts(
        copies=_forget_person(actor, case, copy) + _forget_words(case, copy),
        attachments=_drop_files(case, copy),
        exports=exports,
    )
    tell(actor, case, Event.OBJECT_WITHDRAWN, reason=copy.reason, node=copy.node, exports=exports)
    _end(actor, Grant.objects.filter(scope__in=[case.pk, case.person_id], agency=copy.peer_agency, ended_at=None))
    if case.closed_at is None:
        working = working_agency(case)
        add_task(actor, case_id=case.pk, code="read_withdrawal", agency=working, ref=f"object:{copy.uid}")
        if exports:
            add_task(actor, case_id=case.pk, code="destroy_exports", agency=working)
    return counts


def _forget_person(actor: Actor, case: Case, copy: Copy) -> int:
    """She is forgotten unless this node knows her from elsewhere too."""
    person = Person.objects.get(pk=case.person_id)
    others = Case.objects.filter(person=person).exclude(pk=case.pk).exclude(owner_node=copy.node)
    if person.registered_by_id != copy.peer_agency or others.exists():
        return 0
    return int(forget_person(actor, person_id=person.pk))


def _forget_words(case: Case, copy: Copy) -> int:
    said = Message.objects.filter(scope=case.pk, outgoing=False, peer__agency=copy.peer_agency).exclude(body=None)
    decided = Decision.objects.filter(case=case, agency=copy.peer_agency).exclude(reasons=None)
    return said.update(body=None, translations=None, attachments=None, signed=None) + decided.update(
        reasons=None, officer_name="–"
    )


def _drop_files(case: Case, copy: Copy) -> int:
    files = list(CaseFile.objects.filter(case=case, agency=copy.peer_agency))
    for file in files:
        drop_blob(file.blob)
        file.delete()
    said = Message.objects.filter(scope=case.pk, outgoing=False, peer__agency=copy.peer_agency)
    forget_coming(list(said.values_list("pk", flat=True)))  # also what is still on its way
    return len(files)


def restrict_case(actor: Actor, received: Received) -> Effect:
    """The owner narrows who may see it: at H3 the desk alone; every other agency loses it now."""
    assert received.scope is not None, "only a copy that is here is restricted"
    case = load_case(received.scope, closed_too=True)
    code = str(received.handling["code"])
    tell(actor, case, Event.OBJECT_CHANGED, op="restrict", node=received.node, code=code)
    if code == SEALED:
        kept = (desk().pk, received.peer_agency)
        _end(actor, Grant.objects.filter(scope=case.pk, ended_at=None).exclude(agency_id__in=kept))
    return Effect(scope=case.pk)


def _end(actor: Actor, grants: Iterable[Grant]) -> None:
    for grant in grants:
        grant.ended_at = timezone.now()
        grant.save(update_fields=["ended_at"])
        record(actor, Event.ACCESS_ENDED, scope=grant.scope, grant=grant.pk, has_reason=True)
