"""The sentences of this room's findings, in the source language, with named holes; the pages translate and fill them.

Kept apart from the rules so that a rule never depends on a language, and beside them so that no code goes unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.languages import Text, _l

FAULT_SENTENCES: Mapping[str, Text] = {
    "no_key": _l("No option is marked as right."),
    "several_keys": _l("%(count)s options are marked as right, but only one may be chosen."),
    "all_keys": _l("Every option is right, so there is nothing to choose."),
    "too_few_options": _l("There are %(count)s options; at least %(least)s are needed."),
    "credits_do_not_add_up": _l("The credits of the right options add up to %(total)s instead of 1."),
    "penalty_out_of_range": _l("The penalty %(penalty)s is not between 0 and 1."),
    "prompt_without_match": _l("This item has no right pair."),
    "no_accepted_answer": _l("No answer earns all the points."),
    "accepted_without_words": _l("An accepted answer has no words in any language."),
    "gap_not_in_text": _l("The gap %(gap)s does not stand in the text."),
    "gap_twice_in_text": _l("The gap %(gap)s stands in the text more than once."),
    "marker_without_gap": _l("The text marks a gap %(gap)s that does not exist."),
    "no_expected_points": _l("No expected points are written down for this task."),
    "no_rubric": _l("The task has no rubric for the members of the commission."),
    "twin_options": _l("Two options say the same."),
    "missing_language": _l("The question is missing in this language."),
    "missing_text": _l("This text is missing."),
    "stale_translation": _l("The source has changed since this was translated."),
    "same_text_as_source": _l(
        "The text is the same as in the source language; perhaps it was not translated."
    ),
    "mixed_alphabet": _l("The word “%(word)s” mixes letters of two alphabets: %(letters)s."),
    "foreign_letters": _l(
        "The letters %(letters)s are neither Kazakh nor Russian; perhaps the file was read wrongly."
    ),
    "broken_image": _l("The image %(image)s is not there."),
    "missing_alternative": _l("The image %(image)s has no description for those who cannot see it."),
    "broken_formula": _l("The formula %(formula)s cannot be shown (%(reason)s)."),
    "key_visibly_longest": _l(
        "The right option is visibly the longest: %(length)s letters against %(longest_other)s."
    ),
    "all_of_the_above": _l("The option only points at the others."),
    "unmarked_negative": _l("The negative word “%(word)s” in the question is not marked."),
}

# The same faults as the few words of a list or a filter.
FAULT_NAMES: Mapping[str, Text] = {
    "no_key": _l("no right answer"),
    "several_keys": _l("several right answers where one is asked"),
    "all_keys": _l("every option right"),
    "too_few_options": _l("too few options"),
    "credits_do_not_add_up": _l("credits that do not add up"),
    "penalty_out_of_range": _l("penalty out of range"),
    "prompt_without_match": _l("item without its pair"),
    "no_accepted_answer": _l("no answer with all points"),
    "accepted_without_words": _l("accepted answer without words"),
    "gap_not_in_text": _l("gap missing from the text"),
    "gap_twice_in_text": _l("gap twice in the text"),
    "marker_without_gap": _l("mark without a gap"),
    "no_expected_points": _l("no expected points"),
    "no_rubric": _l("no rubric"),
    "twin_options": _l("two options alike"),
    "missing_language": _l("a language missing"),
    "missing_text": _l("a text missing"),
    "stale_translation": _l("translation out of date"),
    "same_text_as_source": _l("perhaps not translated"),
    "mixed_alphabet": _l("letters of two alphabets in a word"),
    "foreign_letters": _l("letters of another language"),
    "broken_image": _l("image missing"),
    "missing_alternative": _l("image without a description"),
    "broken_formula": _l("formula that cannot be shown"),
    "key_visibly_longest": _l("right option visibly longest"),
    "all_of_the_above": _l("“all of the above”"),
    "unmarked_negative": _l("negative not marked"),
}

NOTE_SENTENCES: Mapping[str, Text] = {
    # the file as a whole
    "file_empty": _l("The file is empty."),
    "file_too_large": _l("The file is larger than %(most)s bytes."),
    "charset_unknown": _l("The charset of the file could not be told."),
    "charset_guessed": _l(
        "The charset was told from the words: %(charset)s. Look whether the letters are right."
    ),
    "not_this_form": _l("The file is not of the form %(form)s."),
    "xml_broken": _l("The XML is broken: %(reason)s."),
    "xml_doctype": _l("The XML declares a document type, which is refused because it can reach other files."),
    "xml_too_deep": _l("The XML is nested too deeply."),
    "archive_broken": _l("The archive is broken: %(reason)s."),
    "archive_too_large": _l("Unpacked, the archive would be larger than %(most)s bytes."),
    "archive_too_many": _l("The archive holds more than %(most)s files."),
    "archive_ratio": _l("The file %(name)s in the archive is packed suspiciously small."),
    "archive_path": _l("The archive holds a file with the forbidden path %(name)s."),
    "archive_encrypted": _l("The file %(name)s in the archive is encrypted."),
    "archive_twice": _l("The archive holds the file %(name)s twice."),
    "archive_foreign_file": _l("The archive holds the file %(name)s, which does not belong there."),
    "archive_digest": _l("The file %(name)s is not the one that the archive's manifest names."),
    "archive_version": _l("The archive is of version %(version)s, which is not known here."),
    "workbook_broken": _l("The workbook cannot be opened: %(reason)s."),
    "sheet_missing": _l("The workbook has no sheet named %(sheet)s."),
    "sheet_too_large": _l("The sheet has more than %(most)s rows."),
    "no_question_column": _l("No column is named as the one with the question."),
    # an item
    "no_home_for_kind": _l("A question of the kind “%(kind)s” has no home here."),
    "no_home_for_construct": _l("“%(construct)s” has no home here."),
    "no_home_for_media": _l("Media of the kind %(kind)s have no home here."),
    "hostile_markup": _l("The text contains %(what)s, which could do harm."),
    "external_image": _l("The image %(image)s lies on another host."),
    "image_not_in_file": _l("The image %(image)s did not come with the file."),
    "image_broken": _l("The image %(image)s cannot be read as an image."),
    "image_too_large": _l("The image %(image)s is larger than %(most)s bytes."),
    "stem_missing": _l("The text of the question is missing."),
    "text_too_long": _l("The text is longer than %(most)s letters."),
    "options_missing": _l("The question has no options."),
    "option_empty": _l("Option %(option)s is empty."),
    "too_many_options": _l("The question has more than %(most)s options."),
    "key_missing": _l("The right answer is not given."),
    "key_unknown": _l("The right answer “%(key)s” is none of the options."),
    "key_two_options": _l("The right answer “%(key)s” fits more than one option."),
    "several_keys": _l("Several right answers (%(key)s) are given where one is expected."),
    "kind_unknown": _l("The kind “%(kind)s” is not known."),
    "number_unreadable": _l("“%(text)s” cannot be read as a number."),
    "weight_unreadable": _l("The weight “%(text)s” cannot be read."),
    "weight_out_of_range": _l("The weight “%(text)s” is not between −100 and 100 percent."),
    "pair_incomplete": _l("The pair “%(text)s” lacks a side."),
    "gap_broken": _l("The gap “%(text)s” cannot be read: %(reason)s."),
    "gap_marker_missing": _l("The gap %(gap)s does not stand in the text."),
    "brace_open": _l("The brace { of the answers is never closed."),
    "brace_stray": _l("A brace } stands where none is open; a brace in a text is written \\}."),
    "answers_twice": _l("The question has two blocks of answers; gaps in GIFT are one only."),
    "answers_unreadable": _l("The answers “%(text)s” cannot be read."),
    "wildcard_credit": _l("The answer * earns points for whatever is typed."),
    "option_out_of_order": _l("Option %(found)s stands where %(expected)s was expected."),
    "line_unexpected": _l("The line “%(text)s” belongs to no question."),
    "value_unreadable": _l("“%(text)s” cannot be read as %(what)s."),
    "case_unknown": _l("The case %(case)s is not in the file before this question."),
    "field_unknown": _l("The field %(field)s is not known."),
    "field_missing": _l("The field %(field)s is missing."),
    "field_wrong": _l("The field %(field)s has a value that it cannot have."),
    # losses
    "formatting_removed": _l("Formatting was removed: %(what)s."),
    "link_removed": _l("The address of a link was removed: %(address)s."),
    "element_removed": _l("“%(what)s” was removed; its words were kept."),
    "file_not_used": _l("The file %(name)s, to which no text refers, was not kept."),
    "feedback_dropped": _l("A feedback without its own answer was not kept: “%(text)s”."),
    "setting_dropped": _l("The setting %(setting)s = %(value)s was not kept."),
    "sheet_not_read": _l("The sheet “%(sheet)s” was not read: one sheet is read from a file."),
    "column_not_read": _l("The column %(column)s (%(title)s) was not read: its heading says nothing known."),
    "category_info_dropped": _l("The description of the category was not kept."),
    "tolerance_rounded": _l("The tolerance was rounded: %(text)s."),
    "image_reference_only": _l(
        "The image %(image)s is only referred to; it must already be among the bank's files."
    ),
    "language_dropped": _l("A text in the language “%(language)s” was not kept."),
    "key_renamed": _l("The key %(key)s is taken; the question gets the key %(new)s."),
    "enemy_unknown": _l("Enemies that are neither in the file nor in the bank were not kept: %(key)s."),
    "duplicate_of": _l("The same question is there already: %(key)s."),
    # writing
    "cannot_be_written": _l("A question of the kind “%(kind)s” cannot be written in the form %(form)s."),
    "cannot_be_written_because": _l("The question cannot be written in the form %(form)s: %(construct)s."),
    "written_without": _l("Not written in this form: %(what)s."),
}

SHORTAGE_SENTENCES: Mapping[str, str] = {
    "too_few": "This cell needs %(needs)s questions and has %(has)s approved in all languages of the blueprint.",
    "too_few_with_enemies": "This cell needs %(needs)s questions, but of its enemies only %(has)s can stand together.",
    "cells_share_questions": "This cell shares its questions with others: of %(needs)s only %(has)s are left for it.",
    "too_few_uses_left": "All papers together need %(needs)s uses from this cell; %(has)s are left in the period.",
    "too_few_cases": "This cell needs %(needs)s cases of that size and has %(has)s approved in all languages.",
    "papers_overlap": "Papers cannot share so few questions: on average they share %(needs)s, the limit is %(has)s.",
    "balance_out_of_reach": "No paper came within the tolerance of expected difficulty and time.",
    "no_paper_exists": "No paper exists: enemies and shared questions leave no combination.",
    "no_paper_found": "No paper was found in a long search; ease the rules or add questions.",
}

# What the facts of a note say in words; everything else in them is the file's own.
FACT_WORDS: Mapping[str, Text] = {
    "difficulty": _l("a difficulty"),
    "level": _l("a level"),
    "date": _l("a date"),
    "scoring rule": _l("a scoring rule"),
    "words (a spreadsheet's date)": _l("words: the spreadsheet has made a date of it"),
    "words (a spreadsheet's error)": _l("words: the spreadsheet shows an error"),
    "words (a spreadsheet's number format)": _l(
        "words: the spreadsheet shows this number with words or signs of its own"
    ),
    "the quotation marks of a cell do not pair": _l("the quotation marks of a cell do not pair"),
    "a cell is too long": _l("a cell is too long"),
    "markup nested too deeply": _l("markup nested too deeply"),
    "not whole": _l("it is not whole"),
    "its weight": _l("its weight is not between 1 and 1000"),
    "states": _l("the states of the languages"),
    "case": _l("the case"),
    "carried": _l("settings of another system"),
    "case_matters": _l("that capitals matter"),
    "units": _l("units"),
    "fixed places": _l("fixed places of options"),
    "fixed places of single options": _l("fixed places of single options"),
    "partial credit": _l("partial credit"),
    "name, key and classification": _l("title, key and classification"),
    "sources after the first": _l("sources after the first"),
    "slash in a topic": _l("a slash in a topic"),
    "no text in the languages asked for": _l("no text in the languages asked for"),
    "rule all_or_nothing (kept as a tag; other systems pay per option)": _l(
        "the rule “all or nothing”, kept as a tag: other systems pay per option"
    ),
    "rule all_or_nothing (kept as a tag; Moodle pays per option)": _l(
        "the rule “all or nothing”, kept as a tag: Moodle pays per option"
    ),
    "language:kk": _l("Kazakh texts"),
    "language:ru": _l("Russian texts"),
    "language:en": _l("English texts"),
    "part:feedback": _l("feedback to answers"),
    "part:hint": _l("hints"),
    "part:outcome": _l("feedback to the result"),
    "part:explanation": _l("explanations"),
}
