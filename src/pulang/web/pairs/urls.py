"""Pairs of records that may be one person: the queue, joining two records, parting them again."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.matching.pairs.queries import count_pairs
from pulang.web.navigation import Item, navigate
from pulang.web.pairs import joining, queue, second

PAIR, MERGE = "pairs/<uuid:pair_id>/", "merges/<uuid:merge_id>/"

urlpatterns = [
    path("pairs/", queue.pairs, name="pairs"),
    path(PAIR, queue.pair, name="pair"),
    path(f"{PAIR}judge/", queue.judge, name="pair_judge"),
    path(f"{PAIR}take-back/", queue.undo, name="pair_take_back"),
    path(f"{PAIR}join/", joining.join, name="pair_join"),
    path("merges/", second.merges, name="merges"),
    path(MERGE, second.merge, name="merge"),
    path(f"{MERGE}answer/", second.answer, name="merge_answer"),
    path(f"{MERGE}part/", joining.part, name="merge_part"),
    path(f"{MERGE}photo/", second.photo, name="merge_photo"),
]

navigate(Item("pairs", _("Same person?"), Permission.PAIR_JUDGE, place=25, shortcut="d", count=count_pairs))
