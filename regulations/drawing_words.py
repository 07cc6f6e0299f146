"""The few words that stand in the picture of a path and in no text: questions at gates, headings, ways on.

For the drawing. Short on purpose: the whole sentences of the law are in the list below the picture.
"""

from __future__ import annotations

from regulations.kinds import CountedFrom, GateFact
from regulations.words import Words

QUESTIONS: dict[GateFact, Words] = {
    GateFact.PAYMENT: Words("Төленді ме?", "Оплачено?", "Paid?"),
    GateFact.DOCUMENTS: Words("Құжаттар дұрыс па?", "Документы в порядке?", "Documents in order?"),
    GateFact.QUALIFICATION: Words("Талаптарға сай ма?", "Требования соблюдены?", "Requirements met?"),
    GateFact.TEST: Words("Нәтиже оң ба?", "Результат положительный?", "Result positive?"),
    GateFact.INTERVIEW: Words("Нәтиже оң ба?", "Результат положительный?", "Result positive?"),
    GateFact.EVALUATION: Words("Бағалау өтті ме?", "Оценка проведена?", "Evaluation done?"),
}
DECIDED = Words("Шешім оң ба?", "Решение положительное?", "Decision positive?")
YES = Words("иә", "да", "yes")
NO = Words("жоқ", "нет", "no")

TERM = Words("Мерзімі", "Срок", "Term")
REFUSAL = Words("Бас тарту", "Отказ", "Refusal")
APPLICATION = Words("Өтініш", "Заявление", "Application")
ALTOGETHER = Words("Барлығы {total}", "Всего {total}", "Altogether {total}")
INSIDE = Words("{step}-қадаммен бірге", "в срок шага {step}", "within step {step}")
OPTIONAL = Words("қажет болса", "при необходимости", "where needed")
ON_TO = Words("Әрі қарай: {office}", "Далее: {office}", "On to: {office}")
BY_WAY = Words("әрі қарай {steps}-қадам арқылы", "далее через шаг {steps}", "on by way of step {steps}")
BY_WAYS = Words("әрі қарай {steps}-қадамдар арқылы", "далее через шаги {steps}", "on by way of steps {steps}")
SIGNED_BY = Words("қол қояды: {who}", "подписывает: {who}", "signed by: {who}")
GIVEN_BY = Words("береді: {who}", "выдаёт: {who}", "given by: {who}")
SENT_BY = Words("жібереді: {who}", "направляет: {who}", "sent by: {who}")
RESTS_ON = Words("негізі: {act}", "основание: {act}", "rests on: {act}")
NO_TERM = Words("Мерзімі: {why}", "Срок: {why}", "Term: {why}")
ONLY_BY = Words(
    "тек мына арна арқылы: {channels}", "только при подаче через {channels}", "only through {channels}"
)
COUNTED_FROM: dict[CountedFrom, Words] = {
    CountedFrom.TEST: Words("тестілеуден бастап", "со дня тестирования", "from the test"),
    CountedFrom.SUBMISSION: Words("өтініш берілгеннен бастап", "со дня подачи", "from submission"),
}
NAMELESS_RESULT = Words("Нәтиже", "Результат", "Result")
