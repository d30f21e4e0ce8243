"""The keys of this node and of its partners: kept, stated in manifests, rotated, revoked, told."""
