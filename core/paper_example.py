"""The facts of the example paper: long names, every Kazakh letter, both kinds of signature."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

_ZONE = timezone(timedelta(hours=5))

EXAMPLE_FACTS: dict[str, object] = {
    "moment": datetime(2026, 4, 16, 13, 30, tzinfo=UTC).astimezone(_ZONE),
    "number": "2026-000123",
    "office": {
        "kk": "Үлгілік құжаттарды дайындау және тексеру жөніндегі республикалық орталықтың Солтүстік Қазақстан "
        "облысы бойынша аумақтық бөлімшесі",
        "ru": "Территориальное подразделение Республиканского центра подготовки и проверки образцов документов "
        "по Северо-Казахстанской области",
        "en": "Territorial branch of the Republican Centre for Specimen Documents in North Kazakhstan oblast",
    },
    "holder": "Қабдығалиева-Әбдіғаппарова Жұлдызгүл Нұрсұлтанқызы",
    "subject": {
        "kk": "Ұзақ атаулардың, көпқабатты сөйлемдердің және «Һәм» сияқты сирек әріптердің қағаз бетінде қалай "
        "орналасатынын көрсету",
        "ru": "Показать, как на бумаге располагаются длинные наименования, многосоставные предложения и редкие "
        "буквы",
        "en": "To show how long names, sentences of several parts and rare letters stand on paper",
    },
    "remark": "Төленді: 12 500 ₸. Барлық әріптер: ӘәҒғҚқҢңӨөҰұҮүҺһІі. #import $x$ *bold* \\",
    "digest": "3f9107c25e88a41d602b7bd0c9f1e6a85d34120f8be7c6a1905f2e4d3c7b6a18",
    "due": datetime(2026, 4, 30, 18, 30, tzinfo=_ZONE),
    "lines": [
        {"name": "Аумақтық бөлімшенің қағидалары", "date": date(2026, 3, 30)},
        {
            "name": "Медициналық-санитариялық алғашқы көмек көрсететін ұйымдардың тізбесі",
            "date": date(2026, 4, 1),
        },
    ],
    "signatures": [
        {
            "name": "Сүлейменова-Төлегенқызы Айгүл Бақытжанқызы",
            "role": {
                "kk": "Бөлімше басшысының міндетін атқарушы (2026 жылғы 2 сәуірдегі № 41-Ж бұйрық)",
                "ru": "Исполняющая обязанности руководителя подразделения (приказ № 41-Ж от 2 апреля 2026 года)",
                "en": "Acting head of the branch (order No. 41-Ж of 2 April 2026)",
            },
            "moment": datetime(2026, 4, 16, 18, 31, tzinfo=_ZONE),
            "key": "3F 91 07 C2 5E 88 A4 1D 60 2B, Үлгі куәландырушы орталығы",
        },
        {
            "name": "Оңғарбаев Һамит Ғұмарұлы",
            "role": {"kk": "Хатшы", "ru": "Секретарь", "en": "Secretary"},
        },
    ],
    "check_address": "https://synaq.example/check/7K3M-9QX2-HD5R-W8ZT",
}
