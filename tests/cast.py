"""The cast: named by role, small, the same in every test."""

from dataclasses import dataclass

from pulang.access.models import Agency, AgencyKind, Officer
from pulang.access.policy import actor_for, actor_for_peer
from pulang.lib.actor import Actor


@dataclass(frozen=True)
class Cast:
    """`officer` works at the embassy; `colleague` at the police, without her cases; `peer` is the other node."""

    embassy: Agency
    police: Agency
    shelter: Agency
    partner: Agency
    officer: Actor
    colleague: Actor
    shelter_worker: Actor
    desk: Actor
    administrator: Actor
    data_protection: Actor
    analyst: Actor
    peer: Actor


def make_agency(code: str, kind: AgencyKind, country: str = "IDN") -> Agency:
    return Agency.objects.create(code=code, name=code.replace("-", " ").title(), kind=kind, country=country)


def make_officer(username: str, agency: Agency, role: str) -> Officer:
    """An officer without a usable password; tests that sign in set one."""
    officer = Officer(username=username, name=username.title(), agency=agency, role=role)
    officer.set_unusable_password()
    officer.save()
    return officer


def make_actor(username: str, agency: Agency, role: str) -> Actor:
    return actor_for(make_officer(username, agency, role), via="cli")


def make_cast() -> Cast:
    embassy = make_agency("embassy", AgencyKind.EMBASSY)
    police = make_agency("police", AgencyKind.POLICE)
    shelter = make_agency("shelter", AgencyKind.SHELTER)
    ncb = make_agency("ncb", AgencyKind.NCB)
    partner = make_agency("ncb-phnom-penh", AgencyKind.PEER, country="KHM")
    return Cast(
        embassy=embassy,
        police=police,
        shelter=shelter,
        partner=partner,
        officer=make_actor("officer", embassy, "protection"),
        colleague=make_actor("colleague", police, "investigator"),
        shelter_worker=make_actor("shelter-worker", shelter, "shelter"),
        desk=make_actor("desk", ncb, "ncb_desk"),
        administrator=make_actor("admin", make_agency("it", AgencyKind.ADMINISTRATION), "administrator"),
        data_protection=make_actor("dpo", make_agency("dpo", AgencyKind.OVERSIGHT), "data_protection"),
        analyst=make_actor("analyst", ncb, "analyst"),
        peer=actor_for_peer(partner.pk, partner.name),
    )
