"""Keys of this node, pairing with another, and the agreements between them."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.partners import agreements, keys, pairing

urlpatterns = [
    path("keys/", keys.keys, name="node_keys"),
    path("keys/rotate/", keys.rotate, name="node_keys_rotate"),
    path("keys/revoke/", keys.revoke, name="node_keys_revoke"),
    path("pair/", pairing.pair, name="pair"),
    path("pair/invite/", pairing.own_invite, name="own_invite"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.draft_new, name="agreement_new"),
    path("agreements/take/", agreements.take, name="agreement_take"),
    path("agreements/draft/<uuid:draft_id>/", agreements.draft, name="agreement_draft"),
    path("agreements/draft/<uuid:draft_id>/sign/", agreements.sign, name="agreement_sign"),
    path("agreements/draft/<uuid:draft_id>/file/", agreements.file, name="agreement_file"),
    path("agreements/draft/<uuid:draft_id>/put-away/", agreements.put_away, name="agreement_put_away"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end, name="agreement_end"),
    path("pair/<slug:node>/", pairing.phrase, name="pair_phrase"),
]

navigate(Item("node_keys", _("Keys of this node"), Permission.EXCHANGE_READ, place=91))
navigate(Item("agreements", _("Agreements with partners"), Permission.EXCHANGE_READ, place=93))
navigate(Item("pair", _("Pair with a partner"), Permission.EXCHANGE_MANAGE, place=92))
