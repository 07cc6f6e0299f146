"""Hands of an inspector: take the evidence file of a finished case over HTTP, and prove it without the database."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result

from accounts.roles import Role
from tests.accounts.people import Visitor
from tests.journeys.offices import Offices

# A case whose text has no order, say, is proved as far as its file goes, and the last sentence names what is not in it.
PROVED = ("Case %s is proved.", "What the file holds of case %s is proved.")


def proved(offices: Offices, folder: Path) -> str:
    """What `synaq verify case` says of it, under the published key; every line holds, and one byte less does not."""
    inspector = offices.browser(Role.INSPECTOR, offices.office_ids[-1])
    page = f"{offices.address}/chain"
    shown = inspector.get(page)
    assert shown.status_code == 200, shown.text
    assert "does not hold" not in shown.text
    taken = inspector.send(f"{offices.address}/evidence.zip", **inspector.hidden(page))
    assert taken.status_code == 200, taken.text
    key = Visitor(offices.app, "10.2.0.2").get("/register/papers/key").text.strip()
    file = folder / "evidence.zip"
    said = _verify(offices, file, taken.data, key)
    assert said.exit_code == 0, said.output
    assert any(one % offices.case["number"] in said.output for one in PROVED)
    middle = len(taken.data) // 2
    broken = taken.data[:middle] + bytes([taken.data[middle] ^ 1]) + taken.data[middle + 1 :]
    assert _verify(offices, file, broken, key).exit_code == 1
    return str(said.output)


def _verify(offices: Offices, file: Path, data: bytes, key: str) -> Result:
    file.write_bytes(data)
    return offices.app.test_cli_runner().invoke(args=["verify", "case", str(file), "--key", key])
