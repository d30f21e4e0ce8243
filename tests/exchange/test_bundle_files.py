"""Files in a bundle: carried by hand in parts, one effect by two ways, constant memory, and nothing by halves."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest

from pulang.cases.actions import open_case, share_case
from pulang.cases.models import CaseFile
from pulang.db.context import acting_as
from pulang.exchange.attachments.taking import take_part
from pulang.exchange.delivery.bundles import export_bundle, import_bundle
from pulang.exchange.errors import BundleRefused
from pulang.exchange.models import Attachment, Message, Receipt
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.exchange.giver import Giver, document
from tests.exchange.partner import NODE, make_partner
from tests.exchange.test_bundles import bundle, taken_in, written
from tests.exchange.test_large_files import ALLOWED, MB, Memory, kept

PART = 1024 * 1024


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def partner(cast):
    made = make_partner(cast, ("note", "case.share"))
    made.agreement.terms |= {"attachment_bytes": 4096 * MB}
    made.agreement.save()
    return made


@pytest.fixture
def giver(partner) -> Giver:
    return Giver(partner, document(2 * PART + 777))


def lines_of(giver: Giver, message: str, sealed: bytes | None = None) -> list[str]:
    sealed = giver.sealed if sealed is None else sealed
    parts = ((at, sealed[at : at + PART]) for at in range(0, len(sealed), PART))
    return [f"f {message} {giver.entry['id']} {at} {urlsafe_b64encode(part).decode()}" for at, part in parts]


def carried(giver: Giver, *, sealed: bytes | None = None) -> bytes:
    """A bundle with the message and its file."""
    fields = giver.fields_with()
    giver.message = fields["id"]
    token = giver.partner.seal(fields).decode()
    return bundle(giver.partner, "m " + token, *lines_of(giver, fields["id"], sealed), left=0)


def files() -> list[CaseFile]:
    with acting_as(system("test")):
        return list(CaseFile.objects.all())


def levels() -> set[str]:
    with acting_as(system("test")):
        return set(Receipt.objects.filter(message__outgoing=False, waiting=True).values_list("level", flat=True))


def test_a_message_and_its_file_come_by_hand_once_however_often_they_come(cast, giver):
    content = carried(giver)
    taken = taken_in(cast.administrator, content)
    assert (taken.messages, taken.files, taken.left, taken.refused) == (1, 1, 0, ())
    assert [bytes(file.sha256) for file in files()] == [sha256(giver.content).digest()]
    assert levels() == {"accepted", "attached"}, "both receipts go back in the next bundle"
    again = taken_in(cast.administrator, content)
    assert (again.files, len(files())) == (1, 1)


def test_what_began_by_the_wire_is_finished_by_hand_and_the_other_way_round(cast, giver):
    giver.share()
    giver.part(0, giver.sealed[: PART + 5])
    lines = lines_of(giver, str(giver.message))
    taken = taken_in(cast.administrator, bundle(giver.partner, *lines))
    assert (taken.files, len(files())) == (1, 1)
    size = len(giver.sealed)
    assert take_part(giver.partner.peer, giver.message, giver.row().wire, 0, giver.sealed[:9]) == size
    assert len(files()) == 1


def test_a_part_that_is_missing_leaves_what_came_before_and_the_rest_follows(cast, giver):
    giver.share()
    first, _second, third = lines_of(giver, str(giver.message))
    taken = taken_in(cast.administrator, bundle(giver.partner, first, third, left=1))
    assert (taken.files, taken.left, giver.row().held) == (0, 1, PART)
    giver.part(PART, giver.sealed[PART:])
    assert giver.row().held == len(giver.sealed)


def test_an_altered_file_and_one_that_nobody_announced_are_not_kept(cast, giver):
    broken = bytearray(giver.sealed)
    broken[PART] ^= 1
    taken_in(cast.administrator, carried(giver, sealed=bytes(broken)))
    assert (files(), giver.row().held, giver.row().tries) == ([], 0, 1)
    stray = lines_of(giver, str(uuid4()))
    taken = taken_in(cast.administrator, bundle(giver.partner, *stray, "f x", "m nonsense"))
    assert {"attachment_unknown", "malformed"} <= set(taken.refused)
    assert files() == []


def test_a_bundle_that_is_cut_or_too_large_takes_nothing(cast, giver, settings):
    content = carried(giver)
    for end in range(1, len(content) - 1, len(content) // 40):
        with pytest.raises(BundleRefused):
            taken_in(cast.administrator, content[:end])
    settings.BUNDLE_LIMIT_BYTES = PART
    with pytest.raises(BundleRefused) as refused:
        taken_in(cast.administrator, content)
    assert refused.value.details["why"] == "too_large"
    with acting_as(system("test")):
        assert not Attachment.objects.exists()


def sent_with(cast, size: int) -> tuple[CaseFile, list[dict]]:
    case = open_case(cast.desk, person_id=register_person(cast.desk, draft=PersonDraft(name="Siti")).pk)
    file = kept(case, size)
    return file, share_case(cast.desk, case_id=case.pk, to=NODE, files=[file.pk]).attachments


@pytest.mark.parametrize(("state", "carried"), [("queued", 1), ("stored", 1), ("accepted", 1), ("refused", 0)])
def test_files_go_with_messages_that_wait_or_were_taken(cast, partner, state, carried):
    sent_with(cast, 5000)
    with acting_as(system("test")):
        Message.objects.filter(outgoing=True).update(state=state)
    assert export_bundle(cast.administrator, node=NODE, out=BytesIO()).files == carried


def test_what_does_not_fit_or_is_gone_follows_later_and_the_rest_is_written(cast, partner, settings):
    small, _ = sent_with(cast, 5000)
    sent_with(cast, 3 * PART)
    gone, _ = sent_with(cast, 4000)
    with acting_as(system("test")):
        gone.delete()
    settings.BUNDLE_LIMIT_BYTES = 2 * PART
    made = export_bundle(cast.administrator, node=NODE, out=BytesIO())
    assert (made.files, made.left) == (1, 2)
    wire = [line for line in written(cast.administrator).split(b"\n") if line.startswith(b"f ")]
    assert len(wire) == 1
    assert len(urlsafe_b64decode(wire[0].split(b" ")[4])) > small.size


def test_a_large_file_is_written_and_taken_in_constant_memory(cast, partner, tmp_path):
    file, entries = sent_with(cast, 60 * MB)
    memory, path = Memory(), tmp_path / "out.bundle"
    with path.open("wb") as out:
        assert export_bundle(cast.administrator, node=NODE, out=out).files == 1
    # The same lines as if the partner had written them: its own message announces the same file.
    uid, body = str(uuid4()), {"number": "KH-1", "urgency": "danger", "person": {"name": "Siti"}, "summary": "x"}
    obj = {"uid": uid, "ver": 1, "op": "create"}
    fields = partner.fields(type="case.share", body={**body, "case": uid}, obj=obj, att=entries)
    theirs = tmp_path / "in.bundle"
    with path.open("rb") as ours, (tmp_path / "body").open("wb") as lines:
        lines.write(b"m " + partner.seal(fields))
        for line in ours:
            if line.startswith(b"f "):
                parts = line.rstrip(b"\n").split(b" ")
                lines.write(b"\n" + b" ".join([b"f", fields["id"].encode(), *parts[2:]]))
    seen = sha256()
    with (tmp_path / "body").open("rb") as lines:
        while piece := lines.read(MB):
            seen.update(piece)
    head = bundle(partner, sha256=seen.hexdigest(), left=0)
    with (tmp_path / "body").open("rb") as lines, theirs.open("wb") as out:
        out.write(head)
        while piece := lines.read(MB):
            out.write(piece)
    with theirs.open("rb") as bundled:
        assert import_bundle(cast.administrator, file=bundled).files == 1
    assert memory.grown() < ALLOWED
    assert {bytes(each.sha256) for each in files()} == {bytes(file.sha256)}
