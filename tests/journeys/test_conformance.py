"""The conformance kit runs against a real node, as against one of any other make."""

import json

import pytest

pytestmark = pytest.mark.xdist_group("nodes")  # one process starts them


def test_a_running_node_passes_the_conformance_kit(nodes, tmp_path):
    node, kit = nodes["KHM"], tmp_path / "kit"
    invite = tmp_path / "invite.json"
    invite.write_text(node.pulang("exchange", "invite"))
    address = json.loads(invite.read_text())["address"]
    said = node.pulang("exchange", "conform", address, "--folder", str(kit), "--invite", str(invite))
    phrase = said.splitlines()[0].rpartition(": ")[2]
    node.pulang("exchange", "accept", str(kit / "invite.json"))
    node.pulang("exchange", "confirm", "conformance-kit", phrase)
    signed = kit / "signed.json"
    signed.write_text(node.pulang("exchange", "sign", str(kit / "agreement.json")))
    node.pulang("exchange", "keep", str(signed))
    table = node.pulang("exchange", "conform", address, "--folder", str(kit)).splitlines()
    assert not [line for line in table if "FAILED" in line]
    assert len(table) > 20
