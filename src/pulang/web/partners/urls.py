"""Keys of this node, and pairing with another."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.web.navigation import Item, navigate
from pulang.web.partners import keys, pairing

urlpatterns = [
    path("keys/", keys.keys, name="node_keys"),
    path("keys/rotate/", keys.rotate, name="node_keys_rotate"),
    path("keys/revoke/", keys.revoke, name="node_keys_revoke"),
    path("pair/", pairing.pair, name="pair"),
    path("pair/invite/", pairing.own_invite, name="own_invite"),
    path("pair/<slug:node>/", pairing.phrase, name="pair_phrase"),
]

navigate(Item("node_keys", _("Keys of this node"), Permission.EXCHANGE_READ, place=91))
navigate(Item("pair", _("Pair with a partner"), Permission.EXCHANGE_MANAGE, place=92))
