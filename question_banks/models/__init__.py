"""The tables of this room, by what they hold."""

from question_banks.models.banks import Bank, BankSpecialty, SavedView, Topic
from question_banks.models.blueprints import BlueprintBank, BlueprintDraft, BlueprintEdition, BlueprintPlan
from question_banks.models.editions import EditionLanguage, EditionMedium, QuestionEdition
from question_banks.models.questions import (
    BankMedium,
    Enemies,
    QuestionComment,
    QuestionDraft,
    QuestionFault,
    QuestionLabel,
    QuestionSource,
    StoredQuestion,
)
from question_banks.models.search import FoldedWord, QuestionPrint, QuestionWord
from question_banks.models.sets import (
    HolderKey,
    SealedPaper,
    SealedSet,
    SetKeyOffer,
    SetKeyShare,
    SetQuestion,
)
from question_banks.models.transfers import BankExport, BankImport, ImportFile, ImportOutcome

__all__ = [
    "Bank",
    "BankExport",
    "BankImport",
    "BankMedium",
    "BankSpecialty",
    "BlueprintBank",
    "BlueprintDraft",
    "BlueprintEdition",
    "BlueprintPlan",
    "EditionLanguage",
    "EditionMedium",
    "Enemies",
    "FoldedWord",
    "HolderKey",
    "ImportFile",
    "ImportOutcome",
    "QuestionComment",
    "QuestionDraft",
    "QuestionEdition",
    "QuestionFault",
    "QuestionLabel",
    "QuestionPrint",
    "QuestionSource",
    "QuestionWord",
    "SavedView",
    "SealedPaper",
    "SealedSet",
    "SetKeyOffer",
    "SetKeyShare",
    "SetQuestion",
    "StoredQuestion",
    "Topic",
]
