"""The columns of the lists that are imported: staff with a role, and specialties. Pure data."""

from __future__ import annotations

from accounts.spreadsheets import Column
from core.languages import _l

STAFF = (
    Column("login", _l("Log-in name"), "a.seitkali", required=True),
    Column("surname", _l("Surname"), "Сейтқали", required=True),
    Column("given_name", _l("Given name"), "Асқар", required=True),
    Column("patronymic", _l("Patronymic"), "Болатұлы"),
    Column("iin", _l("IIN"), "", digits=12),
    Column("email", _l("E-mail"), "a.seitkali@example.kz"),
    Column("phone", _l("Telephone"), "+7 701 000 00 00"),
    Column("language", _l("Language of letters"), "kk"),
    Column("role", _l("Role"), "chancery_clerk"),
    Column("office", _l("Code of the office"), "TD-AKM"),
    Column("from_day", _l("From"), "05.01.2026"),
    Column("until_day", _l("Until"), ""),
    Column("order_number", _l("Number of the order"), "12-ж"),
    Column("order_date", _l("Date of the order"), "29.12.2025"),
)

SPECIALTIES = (
    Column("code", _l("Code"), "M-001", required=True),
    Column("branch", _l("Branch"), "medical", required=True),
    Column("name_kk", _l("Name in Kazakh"), "Терапия", required=True),
    Column("name_ru", _l("Name in Russian"), "Терапия", required=True),
    Column("name_en", _l("Name in English"), "Therapy", required=True),
)
