"""Partner nodes, and the terms that both signed."""

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from pulang.access.models import Agency, Officer
from pulang.lib.ids import new_id


class Peer(models.Model):
    """A partner node. `agency` stands for it in grants; `next_seq` and `last_hash` are the link to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node_id = models.CharField(max_length=40, unique=True)
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="peer")
    base_url = models.CharField(max_length=300)
    root = models.JSONField()  # public JWK
    manifest = models.JSONField()  # the newest that was verified: number, signing, encryption
    paired_at = models.DateTimeField(null=True)  # null until the phrase was confirmed
    heard_by = models.JSONField(default=list)  # the officers who typed in what they heard of the phrase
    knows = models.PositiveIntegerField(default=1)  # the number of our own manifest that it is known to hold
    manifests = models.JSONField(default=list)  # every token of its manifests that was verified, oldest first
    log_length = models.BigIntegerField(default=0)
    log_head = models.CharField(max_length=64, blank=True)
    next_seq = models.BigIntegerField(default=1)
    last_hash = models.CharField(max_length=64, default="")
    seen_seq = models.BigIntegerField(default=0)  # the highest number received from it
    last_contact_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=60, blank=True)
    fetched = models.BooleanField(default=False)  # we fetch from it, because it cannot reach us
    clock = models.FloatField(null=True)  # seconds that its clock is ahead of ours, as it last showed
    clock_at = models.DateTimeField(null=True)
    quota_from = models.DateTimeField(null=True)  # since when the two below are counted
    quota_messages = models.PositiveIntegerField(default=0)
    quota_bytes = models.PositiveBigIntegerField(default=0)  # with the files that were announced
    quota_hit_at = models.DateTimeField(null=True)
    fallback = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+"
    )  # of overdue answers

    def __str__(self) -> str:
        return self.node_id

    @cached_property
    def running_agreements(self) -> "list[Agreement]":
        """Asked once for a whole batch; a row read anew asks anew."""
        return list(self.agreements.filter(ended_at=None, until__gte=timezone.localdate()))


class Agreement(models.Model):
    """Terms that both nodes signed. No agreement for a kind and purpose: neither side sends or accepts."""

    id = models.UUIDField(primary_key=True)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="agreements")
    terms = models.JSONField()  # kinds, purposes, languages, reference, until
    signatures = models.JSONField()  # node id: JWS over the terms
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)


class AgreementDraft(models.Model):
    """Terms on their way to an agreement: two officers of this node stand behind our signature.

    `signatures` grows: ours once the second officer signed, the partner's when its file is taken in.
    """

    id = models.UUIDField(primary_key=True)  # that of the terms
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="drafts")
    terms = models.JSONField()
    signatures = models.JSONField(default=dict)
    signed_by = models.JSONField(default=list)  # our officers, by id
    made_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(null=True)
