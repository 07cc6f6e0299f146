"""The words of the consent to the use of protected data; whoever consents keeps them as they stood. Pure data."""

from __future__ import annotations

from regulations.words import Words

CONSENT = Words(
    "Мемлекеттік қызметті көрсету үшін ақпараттық жүйелердегі, заңмен қорғалатын құпияны құрайтын мәліметтерді "
    "пайдалануға келісемін. Егер заңдарда өзгеше көзделмесе, бұл келісім осы өтініш бойынша ғана қолданылады.",
    "Согласен (согласна) на использование при оказании государственной услуги сведений, составляющих охраняемую "
    "законом тайну и содержащихся в информационных системах, если иное не предусмотрено законами. Согласие "
    "действует только по этому заявлению.",
    "I consent to the use, for this state service, of data held in information systems and protected by law as "
    "secret, unless the laws provide otherwise. The consent holds for this application alone.",
)
