"""Files on their way into the demo's banks: one read and waiting for its decision, one whose columns wait for names."""

from __future__ import annotations

from core.actor import Actor, acting
from core.database import db
from question_banks import import_work
from question_banks.actions import imports
from question_banks.models import Bank

COLLEAGUES_FILE = """// Сұрақтар: көршілес облыстың әріптестерінен
::Сақтау::Дәрілік заттарды сақтау бөлмесінде ылғалдылықты немен өлшейді? {=Гигрометрмен ~Барометрмен ~Анемометрмен}

::Рецепт::Рецепт — дәрігердің дәріханаға жазбаша өтініші. {T}

::Эссе::Дәріхана жұмысын сипаттаңыз. {}
"""
COLLEAGUES_SHEET = """№;Вопрос;А;Б;В;Г;Ответ
1;Каким прибором измеряют температуру в холодильнике аптеки?;Термометром;Гигрометром;Барометром;Весами;А
2;Где хранят рецептурные бланки?;На витрине;В сейфе;В зале;На полке;Б
"""


def bring_files(bank: Bank, keeper: Actor) -> None:
    """What two colleagues have sent, as the bank administrator brought it this morning."""
    with acting(keeper):
        read = imports.bring(bank, imports.Brought("көршілер.gift", COLLEAGUES_FILE.encode(), "kk"))
        import_work.work_on(read.id, commit=False)
        imports.bring(bank, imports.Brought("вопросы коллег.csv", COLLEAGUES_SHEET.encode(), "ru"))
    db.session.flush()
