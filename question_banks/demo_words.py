"""What the demo tells everybody on purpose: the passphrase of those who hold the keys of its sealed sets."""

from __future__ import annotations

PASSPHRASE = "synaq demo 2026 қазан"  # noqa: S105 - known to all on purpose; demo data are refused in production
