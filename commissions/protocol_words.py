"""What a protocol says in fixed words, in the languages in which it is drawn: Kazakh and Russian, English for readers.

They stand here and not in the catalogues: the same facts must give the same paper in ten years, whatever the pages say
then.
"""

from __future__ import annotations

from commissions.proceedings import Ending
from commissions.voting import Ground, Seat, Vote
from regulations.words import Words

KINDS: dict[str, Words] = {
    "specialised_commission": Words(
        "Мамандандырылған комиссия", "Специализированная комиссия", "Specialised commission"
    ),
    "accreditation_commission": Words(
        "Аккредиттеу комиссиясы", "Аккредитационная комиссия", "Accreditation commission"
    ),
    "attestation_commission": Words(
        "Аттестаттау комиссиясы", "Аттестационная комиссия", "Attestation commission"
    ),
    "appeal_commission": Words("Апелляциялық комиссия", "Апелляционная комиссия", "Appeal commission"),
    "expert_group": Words("Сараптамалық топ", "Экспертная группа", "Expert group"),
}
SEATS: dict[Seat, Words] = {
    Seat.CHAIR: Words("Төраға", "Председатель", "Chair"),
    Seat.DEPUTY: Words("Төрағаның орынбасары", "Заместитель председателя", "Deputy chair"),
    Seat.SECRETARY: Words("Хатшы", "Секретарь", "Secretary"),
    Seat.MEMBER: Words("Мүше", "Член комиссии", "Member"),
    Seat.ALTERNATE: Words("Резервтегі мүше", "Резервный член комиссии", "Alternate"),
}
PRESIDED = Words("Төрағалық етуші", "Председательствующий", "Presiding")
VOTES: dict[Vote, Words] = {
    Vote.FOR: Words("жақтап", "за", "for"),
    Vote.AGAINST: Words("қарсы", "против", "against"),
    Vote.ABSTAIN: Words("қалыс қалды", "воздержался", "abstained"),
}
ENDINGS: dict[Ending, Words] = {
    Ending.DECIDED: Words("Шешім қабылданды", "Принято решение", "Decided"),
    Ending.ABSENT: Words("Кандидат келмеді", "Кандидат не явился", "The candidate did not come"),
    Ending.ABSENT_WITH_GOOD_REASON: Words(
        "Кандидат дәлелді себеппен келмеді",
        "Кандидат не явился по уважительной причине",
        "The candidate did not come, for a good reason",
    ),
    Ending.NO_QUORUM: Words(
        "Кворум болмағандықтан қаралмады",
        "Не рассмотрено из-за отсутствия кворума",
        "Not heard for want of a quorum",
    ),
    Ending.NOT_REACHED: Words(
        "Отырыста қарауға уақыт жетпеді", "На заседании не рассмотрено", "Not reached at this meeting"
    ),
}
DECISIONS: dict[str, Words] = {
    "positive": Words("Оң шешім", "Положительное решение", "Positive decision"),
    "negative": Words("Теріс шешім", "Отрицательное решение", "Negative decision"),
}
GROUNDS: dict[Ground, Words] = {
    Ground.MAJORITY: Words(
        "Қажетті көпшілік дауыс жақтап берілді.",
        "За подано необходимое большинство голосов.",
        "The necessary majority voted in favour.",
    ),
    Ground.NO_MAJORITY: Words(
        "Қажетті көпшілік дауыс жиналмады.",
        "Необходимое большинство голосов не набрано.",
        "The necessary majority was not reached.",
    ),
    Ground.NOBODY_IN_FAVOUR: Words(
        "Жақтап ешкім дауыс берген жоқ.", "За не подано ни одного голоса.", "Nobody voted in favour."
    ),
    Ground.EQUAL: Words("Дауыстар тең бөлінді.", "Голоса разделились поровну.", "The votes were equal."),
    Ground.CASTING: Words(
        "Дауыстар тең бөлінді; төрағалық етушінің дауысы шешуші болды.",
        "Голоса разделились поровну; решающим был голос председательствующего.",
        "The votes were equal; the vote of whoever presided decided.",
    ),
    Ground.CASTING_NOT_ENOUGH: Words(
        "Төрағалық етушінің дауысымен де қажетті көпшілік жиналмады.",
        "И с голосом председательствующего необходимое большинство не набрано.",
        "Even with the casting vote the necessary majority was not reached.",
    ),
}
# Why a member stepped aside: the kinds of conflicts of interest, and any other ground, which the fact then tells.
RECUSALS: dict[str, Words] = {
    "declared": Words("Мүше өзі мәлімдеді", "Заявлено самим членом", "Declared by the member"),
    "same_person": Words(
        "Мүше – кандидаттың өзі", "Член комиссии и есть кандидат", "The member is the candidate"
    ),
    "same_employer": Words("Жұмыс берушісі бір", "Общий работодатель", "The same employer"),
    "same_household": Words(
        "Тегі мен мекенжайы бір", "Одна фамилия и один адрес", "The same surname and address"
    ),
    "taught": Words("Кандидатты оқытқан", "Учил кандидата", "Taught the candidate"),
    "signed": Words("Кандидат үшін қол қойған", "Подписывал для кандидата", "Signed for the candidate"),
    "other": Words("Өзге негіз", "Иное основание", "Another ground"),
}
