"""What stands in addresses, for the matrix: one factory for each parameter of a URL.

A new parameter gets a line in `FACTORIES`, as "parameter", or as "url name:parameter" where the same word means
something else there. Until then the matrix fails.
"""

import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PIL import Image

from pulang.access.grants import grant_access, held_sections
from pulang.access.models import Agency
from pulang.access.permissions import Permission, Section
from pulang.access.policy import may
from pulang.access.tokens import create_token
from pulang.cases.actions import (
    add_file,
    add_member,
    add_task,
    make_decision,
    open_case,
    record_consent,
    take_report,
)
from pulang.cases.emergencies.actions import open_in_emergency
from pulang.cases.lists.actions import start_import
from pulang.cases.models import Case
from pulang.db.context import acting_as
from pulang.exchange.models import Message, SharedObject
from pulang.identification.actions import assess, start_interview
from pulang.identification.models import Assessment, Interview
from pulang.identification.nonpunishment.actions import record_act
from pulang.identification.suspects.actions import link_status, open_file
from pulang.identification.suspects.models import SuspectFile
from pulang.lib.actor import Actor, system
from pulang.lib.ids import new_id
from pulang.matching.pairs.actions import judge_pair, look_for_pairs
from pulang.matching.pairs.models import Pair
from pulang.operations.models import Enrolment
from pulang.persons.actions import crop_photo, merge_persons, register_person, set_photo
from pulang.persons.drafts import PaperDraft, PersonDraft, Sought
from pulang.persons.models import Merge
from pulang.persons.rules.photos import Crop
from pulang.repatriation.actions import begin_way_home, complete_step
from tests.cast import Cast
from tests.exchange.partner import partner_of
from tests.web import objects_matching as matching
from tests.web import objects_messages as said
from tests.web import objects_together as together
from tests.web.objects_together import Known, case_of, extra_officer

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ON_THE_WAY = (
    *("api:list_steps", "api:complete", "api:undo", "api:give_step", "api:move_way"),
    *("step", "step_agency", "step_opened", "step_undo", "way_home_move", "way_home_path"),
)
DRAFT_ENDS = ("put_step", "drop_step", "publish", "drop")
DRAFT_PAGES = ("publish", "drop", "add", "step", "step_drop")
SERIALS = itertools.count(1)  # of identity numbers: nobody has the number of another


@dataclass(frozen=True)
class Factory:
    """`make(cast, maker, known)` gives the value of the parameter for an object that `maker` made.

    `personal`: it is the officer's own, not her agency's. `common`: every officer whose role has the permission
    sees all there are, so that nothing is foreign. `free`: it may name what is new.
    """

    make: Callable[[Cast, Actor, Known], object]
    personal: bool = False
    common: bool = False
    free: bool = False
    missing: Callable[[], object] = new_id


def person(cast: Cast, maker: Actor, known: Known) -> UUID:
    return register_person(maker, draft=PersonDraft(name=f"Siti {maker.name}", birth_date="1999")).pk


def pictured(cast: Cast, maker: Actor, known: Known) -> UUID:
    picture = io.BytesIO()
    Image.new("RGB", (480, 640), "navy").save(picture, "PNG")
    person_id = person(cast, maker, known)
    set_photo(maker, person_id=person_id, content=picture.getvalue())
    return person_id


def cropped(cast: Cast, maker: Actor, known: Known) -> UUID:
    person_id = pictured(cast, maker, known)
    crop_photo(maker, person_id=person_id, crop=Crop(0, 0, 100))
    return person_id


def case(cast: Cast, maker: Actor, known: Known) -> UUID:
    return open_case(maker, person_id=person(cast, maker, known)).pk


def case_on_the_way(cast: Cast, maker: Actor, known: Known) -> UUID:
    case_id = case(cast, maker, known)
    begin_way_home(maker, case_id=case_id)
    return case_id


def case_out_of_the_compound(cast: Cast, maker: Actor, known: Known) -> UUID:
    case_id = case_on_the_way(cast, maker, known)
    complete_step(maker, case_id=case_id, code="exit", version=1, result="escaped")
    return case_id


def report(cast: Cast, maker: Actor, known: Known) -> UUID:
    return take_report(maker, channel="family", narrative=f"She does not answer {maker.name} any more.").pk


def task(cast: Cast, maker: Actor, known: Known) -> UUID:
    return add_task(maker, case_id=case_of(known), code="hear_person").pk


def file(cast: Cast, maker: Actor, known: Known) -> UUID:
    return add_file(maker, case_id=case_of(known), name=f"statement-{maker.name}.pdf", content=PDF).pk


def consent(cast: Cast, maker: Actor, known: Known) -> UUID:
    made = record_consent(maker, case_id=case_of(known), scopes=["interview"], given=True, language="id")
    return made.pk


def decision(cast: Cast, maker: Actor, known: Known) -> UUID:
    elements = {"act": "established", "means": "indicated", "purpose": "established"}
    made = make_decision(maker, case_id=case_of(known), outcome="victim", **elements, reasons="heard alone")
    return made.pk


def forced_act(cast: Cast, maker: Actor, known: Known) -> UUID:
    told = {"kind": "online_scam", "what": f"Wrote to strangers, says {maker.name}", "link": "direct"}
    return record_act(maker, case_id=case_of(known), compulsions=["debt"], **told).pk


def emergency(cast: Cast, maker: Actor, known: Known) -> UUID:
    """An investigator opened a case of the embassy because of danger to life."""
    number = f"Z{next(SERIALS):07}"
    paper = PaperDraft("passport", number, "IDN")
    register_person(cast.officer, draft=PersonDraft(name="Siti", papers=(paper,)))
    sought = Sought(papers=(number,))
    return open_in_emergency(cast.colleague, sought=sought, reason="She is beaten and calls for help.").pk


def grant(cast: Cast, maker: Actor, known: Known) -> UUID:
    agency = cast.shelter.pk
    return add_member(maker, case_id=case_of(known), agency_id=agency, sections=[Section.WORK]).pk


def returned_row(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A list whose second row was returned, since it has no name."""
    return start_import(maker, file_name="list.csv", content=b"Name,Sex\n,F\n", label="arrivals")


def token(cast: Cast, maker: Actor, known: Known) -> UUID:
    made, _text = create_token(maker, label="a program")
    return made.pk


def interview(cast: Cast, maker: Actor, known: Known) -> UUID:
    hers = said.interviewer(maker)
    return start_interview(hers, case_id=case(cast, hers, known), language="id").pk


def assessment(cast: Cast, maker: Actor, known: Known) -> UUID:
    return assess(said.interviewer(maker), interview_id=interview(cast, maker, known), age=24).pk


def suspect(cast: Cast, maker: Actor, known: Known) -> UUID:
    """A file of the maker herself, or of a detective where her role opens none."""
    hers = maker if may(maker, Permission.SUSPECT_WORK) else extra_officer("detective", cast.police, "investigator")
    return open_file(hers, name="Budi", suspicion=f"Recruited two men, says {maker.name}.").pk


def status_link(cast: Cast, maker: Actor, known: Known) -> UUID:
    coordinator = extra_officer("linker", cast.police, "double_status")
    with acting_as(system("test")):
        held = Case.objects.get(pk=case(cast, cast.officer, known)).number
        sought = SuspectFile.objects.get(pk=suspect(cast, cast.colleague, known)).number
    return link_status(coordinator, case_number=held, file_number=sought).pk


def pair(cast: Cast, maker: Actor, known: Known) -> UUID:
    """Two people of the maker whose passports differ in the last figure."""
    serial = next(SERIALS)
    papers = [PaperDraft("passport", f"Y{serial:06}{last}", "IDN") for last in "12"]
    people = [register_person(maker, draft=PersonDraft(name="Siti", papers=(one,))).pk for one in papers]
    look_for_pairs(system("test"), person_ids=people)
    with acting_as(system("test")):
        return Pair.objects.get(low=min(people), high=max(people)).pk


def judged_pair(cast: Cast, maker: Actor, known: Known) -> UUID:
    """As `pair`, found to be one person by the maker."""
    pair_id = pair(cast, maker, known)
    judge_pair(maker, pair_id=pair_id, verdict="same", version=1)
    return pair_id


def merge(cast: Cast, maker: Actor, known: Known, *, nik: tuple[str, str] = ("", "")) -> UUID:
    """Two records of the maker (a ministry's, if her role joins nobody), joined; with numbers only asked for."""
    hers = maker if may(maker, Permission.PERSON_MERGE) else said.interviewer(cast.analyst)
    drafts = [
        PersonDraft(name=f"Siti {maker.name}", papers=(PaperDraft("nik", number),) if number else ())
        for number in nik
    ]
    kept, gone = (register_person(hers, draft=draft).pk for draft in drafts)
    made = merge_persons(
        hers, kept_id=kept, gone_id=gone, kept_version=1, gone_version=1, reason=f"Says {maker.name}."
    )
    return made.pk


def asked_merge(cast: Cast, maker: Actor, known: Known) -> UUID:
    return merge(cast, maker, known, nik=tuple(f"317101080397{next(SERIALS):04d}" for _ in range(2)))


def merge_with_photo(cast: Cast, maker: Actor, known: Known) -> UUID:
    hers = maker if may(maker, Permission.PERSON_MERGE) else said.interviewer(cast.analyst)
    gone, kept = pictured(cast, hers, known), person(cast, hers, known)
    made = merge_persons(hers, kept_id=kept, gone_id=gone, kept_version=1, gone_version=2)
    return made.pk


FACTORIES: dict[str, Factory] = {
    **{f"{name}:case_id": Factory(case_on_the_way) for name in ON_THE_WAY},
    "api:open_records:case_id": Factory(case_out_of_the_compound),
    "api:tell_partner:case_id": Factory(case_out_of_the_compound),
    "step_share:case_id": Factory(case_out_of_the_compound),
    "api:withdraw_act:act_id": Factory(forced_act, personal=True),
    "api:confirm:decision_id": Factory(decision, personal=True),
    "assessment_id": Factory(assessment),
    "interview_id": Factory(interview),
    "item": Factory(lambda cast, maker, known: "ill", common=True, missing=lambda: "no-such-item"),
    "section": Factory(lambda cast, maker, known: "safety", common=True, missing=lambda: "no-such-part"),
    "act_id": Factory(forced_act),
    "agency_id": Factory(lambda cast, maker, known: cast.police.pk, common=True),
    "bulk_id": Factory(together.bulk),
    "case_id": Factory(case),
    "api:put_step:code": Factory(lambda cast, maker, known: "exit", free=True, missing=lambda: "new-step"),
    "code": Factory(lambda cast, maker, known: "exit", common=True, missing=lambda: "no-such-step"),
    "consent_id": Factory(consent),
    "decision_id": Factory(decision),
    "draft_id": Factory(said.draft, personal=True),
    "agreement_id": Factory(lambda cast, maker, known: partner_of(cast).agreement.pk, common=True),
    "agreement_draft:draft_id": Factory(said.agreement_draft, common=True),
    "agreement_sign:draft_id": Factory(said.agreement_draft, common=True),
    "agreement_put_away:draft_id": Factory(said.agreement_draft, common=True),
    "agreement_file:draft_id": Factory(said.signed_draft, common=True),
    **{f"api:{end}:draft_id": Factory(together.draft_list, common=True) for end in DRAFT_ENDS},
    **{f"step_list_{page}:draft_id": Factory(together.draft_list, common=True) for page in DRAFT_PAGES},
    "emergency_id": Factory(emergency, common=True),
    "entry_id": Factory(together.dossier_entry),
    "file_id": Factory(file),
    "flight_id": Factory(together.flight),
    "flight_paper": Factory(lambda cast, maker, known: "handover", common=True, missing=lambda: "no-such-paper"),
    "passenger_id": Factory(together.passenger),
    "paper_id": Factory(together.paper),
    "paper_kind": Factory(lambda cast, maker, known: "fine_list", common=True, missing=lambda: "no-such-kind"),
    "goal_id": Factory(together.goal),
    "grant_id": Factory(grant),
    "house_id": Factory(together.house, common=True),
    "import_id": Factory(matching.list_import, personal=True),
    "list_row:import_id": Factory(returned_row, personal=True),
    "api:mend:import_id": Factory(returned_row, personal=True),
    "number": Factory(lambda cast, maker, known: 2, common=True, missing=lambda: 99),
    "kind": Factory(lambda cast, maker, known: "note", common=True, missing=lambda: "no-such-kind"),
    "kept_id": Factory(person, personal=True),
    "gone_id": Factory(person, personal=True),
    "merge_id": Factory(merge),
    "api:answer:merge_id": Factory(asked_merge),
    "merge_answer:merge_id": Factory(asked_merge),
    "merge_photo:merge_id": Factory(merge_with_photo),
    "message_id": Factory(said.message),
    "node": Factory(
        lambda cast, maker, known: partner_of(cast).peer.node_id, common=True, missing=lambda: "no-node"
    ),
    "object_id": Factory(said.shared_object),
    "proposal_decide:message_id": Factory(said.proposal),
    "api:verdict:message_id": Factory(said.proposal),
    "summary:message_id": Factory(said.told_summary),
    "api:read_summary:message_id": Factory(said.told_summary),
    "inquiry_id": Factory(matching.inquiry, personal=True),
    "overlap_id": Factory(matching.overlap, personal=True),
    "weights_id": Factory(matching.weights, common=True),
    "link_id": Factory(status_link, common=True),
    "pair_phrase:node": Factory(
        lambda cast, maker, known: partner_of(cast).peer.node_id, common=True, missing=lambda: "no-such-node"
    ),
    "officer_id": Factory(lambda cast, maker, known: cast.colleague.id, common=True),
    "pair_id": Factory(pair),
    "pair_join:pair_id": Factory(judged_pair),
    "api:photo:person_id": Factory(pictured),
    "operation_id": Factory(together.operation),
    "week": Factory(lambda cast, maker, known: "week-3", common=True, missing=lambda: "week-99"),
    "sample_kind": Factory(lambda cast, maker, known: "fine_list", common=True, missing=lambda: "no-such-kind"),
    "person_id": Factory(person),
    "person_photo_crop:person_id": Factory(pictured),
    "person_picture:person_id": Factory(pictured),
    "person_portrait:person_id": Factory(cropped),
    "referral_id": Factory(together.referral),
    "report_id": Factory(report),
    "suspect_id": Factory(suspect, personal=True),
    "day_id": Factory(together.legal_day),
    "talk_id": Factory(together.talk),
    "task_id": Factory(task),
    "token_id": Factory(token, personal=True),
}


def factory_for(name: str, parameter: str) -> Factory:
    found = FACTORIES.get(f"{name}:{parameter}") or FACTORIES.get(parameter)
    assert found, f"give {parameter!r} of the URL {name!r} a factory in tests/web/objects.py"
    return found


def make_values(cast: Cast, maker: Actor, name: str, parameters: list[str]) -> dict[str, object]:
    """Values for all parameters of a URL: objects of `maker`."""
    values: dict[str, object] = {}
    for parameter in parameters:
        values[parameter] = factory_for(name, parameter).make(cast, maker, values)
    return values


def share(maker: Actor, values: Known, with_whom: Actor) -> None:
    """Let the agency see whatever of these is a case, person or report, in all sections."""
    if with_whom.agency_id == maker.agency_id:
        return
    shared = {"case_id", "operation_id", "person_id", "report_id"}
    scopes = [value for name, value in values.items() if name in shared]
    with acting_as(maker):
        said = Message.objects.filter(pk=values.get("message_id"))
        scopes += said.exclude(scope=None).values_list("scope", flat=True)
        ids = [value for value in values.values() if isinstance(value, UUID)]
        scopes += SharedObject.objects.filter(pk__in=ids).exclude(scope=None).values_list("scope", flat=True)
        pairs = Pair.objects.filter(pk__in=ids).values_list("low_id", "high_id")
        merges = Merge.objects.filter(pk__in=ids).values_list("kept_id", "gone_id")
        scopes += [scope for both in (*pairs, *merges) for scope in both]
        scopes += Interview.objects.filter(pk__in=ids).values_list("case_id", flat=True)
        scopes += Assessment.objects.filter(pk__in=ids).values_list("case_id", flat=True)
        scopes += Enrolment.objects.filter(operation__in=ids).values_list("case_id", flat=True)
        scopes += Case.objects.filter(pk__in=scopes).values_list("person_id", flat=True)
    agency = Agency.objects.get(pk=with_whom.agency_id)
    for scope in scopes:
        with acting_as(maker):
            held = list(held_sections(maker, scope))
        grant_access(maker, scope=scope, agency=agency, sections=held)
