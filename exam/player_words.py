"""The sentences of the candidate's player, each under the name by which its scripts and its page ask for it.

They go to the browser once for each language that the candidate may read, so that the page can change its language
without leaving.
"""

from __future__ import annotations

from core.languages import Text, _l

WORDS: dict[str, Text] = {
    "saved": _l("Saved %(time)s"),
    "saved_before": _l("Saved"),
    "sending": _l("Sending…"),
    "unsaved": _l("Not saved since %(time)s"),
    "nothing_to_save": _l("No answers yet"),
    "offline": _l("No connection. Your answers are kept on this computer; go on."),
    "offline_fleeting": _l(
        "No connection. Your answers are kept in this page only: do not close it, and call the invigilator."
    ),
    "offline_spoken": _l("No connection. Answers are kept on this computer."),
    "saved_again": _l("Everything is saved again."),
    "hours_minutes": _l("%(hours)s h %(minutes)s min"),
    "minutes": _l("%(minutes)s min"),
    "minutes_left": _l("Minutes left: %(minutes)s"),
    "question_number": _l("Question %(number)s"),
    "question_of": _l("Question %(number)s of %(count)s"),
    "state_answered": _l("answered"),
    "state_begun": _l("answered in part"),
    "state_seen": _l("seen, not answered"),
    "state_unseen": _l("not seen yet"),
    "state_flagged": _l("flagged"),
    "answered_count": _l("Answered: %(answered)s of %(count)s"),
    "next": _l("Next question"),
    "previous": _l("Previous question"),
    "to_overview": _l("To the overview"),
    "flag": _l("Flag for later"),
    "unflag": _l("Take the flag off"),
    "clear": _l("Clear the answer"),
    "cleared": _l("The answer was cleared."),
    "strike": _l("Strike out"),
    "strike_back": _l("Take the line off"),
    "strike_option": _l("Strike out option %(letter)s"),
    "item_at": _l("Now at place %(place)s of %(count)s"),
    "calculator": _l("Calculator"),
    "calculator_line": _l("Expression"),
    "calculator_result": _l("Result"),
    "not_reckoned": _l("This cannot be calculated. Check the signs."),
    "clear_line": _l("Clear"),
    "delete_sign": _l("Delete the last sign"),
    "close": _l("Close"),
    "cover_loading_title": _l("Opening your test"),
    "cover_loading_words": _l("The questions are coming to this computer. It takes a moment."),
    "cover_unreachable_title": _l("No connection to the server"),
    "cover_unreachable_words": _l(
        "The page goes on by itself as soon as the connection is back. If that takes long, call the invigilator."
    ),
    "cover_waiting_title": _l("The test has not begun yet"),
    "cover_waiting_words": _l(
        "Stay seated. The page goes on by itself when the invigilator starts the test."
    ),
    "cover_ready_title": _l("The test may begin"),
    "cover_ready_words": _l(
        "Questions: %(questions)s. Time: %(minutes)s minutes. Your time runs from the moment you press the button."
        " %(score)s"
    ),
    "cover_paused_title": _l("The test is paused"),
    "cover_paused_words": _l(
        "The clock stands still and your answers are kept. The question comes back when the invigilator goes on."
    ),
    "cover_over_title": _l("The time is over"),
    "cover_over_words": _l(
        "Your last answers are being sent. Leave this page open until the receipt code appears."
    ),
    "cover_moved_title": _l("The test goes on at another computer"),
    "cover_moved_words": _l(
        "This computer no longer takes answers. If you did not move, call the invigilator."
    ),
    "cover_elsewhere_title": _l("The test is open in another window"),
    "cover_elsewhere_words": _l("Go on there, or take it up again here. Nothing is lost."),
    "cover_shut_title": _l("The test cannot be opened here"),
    "cover_shut_words": "%(sentence)s",
    "start": _l("Start the test"),
    "go_on_here": _l("Go on here"),
    "message_title": _l("The invigilator writes"),
    "message_at": _l("Sent at %(time)s"),
    "message_read": _l("I have read it"),
    "problem_open": _l("Report a problem with this question"),
    "problem_title": _l("What is wrong with question %(number)s?"),
    "problem_hint": _l(
        "It goes to those who answer for the questions. Answer as well as you can; your time runs on."
    ),
    "problem_words": _l("Your words"),
    "problem_send": _l("Send the report"),
    "problem_empty": _l("Write what is wrong."),
    "problem_sent": _l("Your report was sent."),
    "problem_offline": _l("Not sent: there is no connection. Your words stay here; try again."),
    "overview": _l("Overview of the questions"),
    "unanswered": _l("Unanswered questions: %(count)s"),
    "all_answered": _l("All questions are answered."),
    "back": _l("Back to the questions"),
    "finish": _l("Finish the test…"),
    "finish_title": _l("Finish the test?"),
    "finish_unanswered": _l("Questions without an answer: %(count)s. They bring no points."),
    "finish_words": _l("After this no answer can be changed and the time left is given up."),
    "finish_yes": _l("Finish and get the receipt code"),
    "finish_not": _l("Go on with the test"),
    "finishing": _l("Your answers are being closed…"),
    "finish_offline": _l(
        "There is no connection now. Your answers are kept; try again in a moment or call the invigilator."
    ),
    "ended_title": _l("The test is over"),
    "ended_finished": _l("You finished the test."),
    "ended_time": _l("The time was over; every answer that was saved counts."),
    "ended_closed": _l("The invigilator closed the test; every answer that was saved counts."),
    "ended_removed": _l("You were removed from the test. An official decides after hearing you."),
    "ended_count": _l("Answers given: %(answered)s of %(count)s"),
    "ended_at": _l("Ended at %(time)s"),
    "receipt_code": _l("Receipt code"),
    "receipt_words": _l(
        "Write the code down. With it anybody can check that your answers are as you left them."
    ),
    "end_words": _l("You may leave this page and give your seat back."),
    "score_at_once": _l("The score will be in your cabinet as soon as it is counted."),
    "score_after_sitting": _l("The score will be in your cabinet when the sitting is closed."),
    "score_with_decision": _l("You will be told the score together with the decision."),
    "score_rehearsal": _l("This was a rehearsal: it results in nothing."),
    "score_before_rehearsal": _l("This is a rehearsal: no score is counted."),
    "time_left": _l("Time left"),
    "numbers": _l("Numbers of the questions"),
    "questions": _l("Questions"),
    "legend_answered": _l("answered"),
    "legend_flagged": _l("flagged"),
    "legend_current": _l("present one"),
    "legend_unseen": _l("not seen yet"),
    "language_of_questions": _l("Language of the questions"),
    "look": _l("Look"),
    "look_title": _l("How the page looks"),
    "text_size": _l("Size of the letters"),
    "text_usual": _l("Usual"),
    "text_large": _l("Large"),
    "text_largest": _l("Largest"),
    "contrast": _l("Contrast"),
    "contrast_usual": _l("Usual"),
    "contrast_more": _l("High"),
    "theme": _l("Light or dark"),
    "theme_device": _l("As the computer says"),
    "theme_light": _l("Light"),
    "theme_dark": _l("Dark"),
    "help": _l("Keys"),
    "help_title": _l("The test by keys"),
    "help_intro": _l(
        "The letters name places on the keyboard; they work in every layout, while nothing is being typed."
    ),
    "help_digits": _l("choose the option at this place"),
    "help_strike": _l("strike the option out"),
    "help_next": _l("next question"),
    "help_previous": _l("previous question"),
    "help_flag": _l("flag the question, or take the flag off"),
    "help_overview": _l("overview, and finishing"),
    "help_calculator": _l("calculator, where it is allowed"),
    "help_language": _l("the other language, where it may be changed"),
    "help_help": _l("this sheet"),
    "keys_on": _l("Letter keys work"),
    "tools": _l("Tools"),
    "no_script_title": _l("This browser runs no scripts"),
    "no_script_words": _l(
        "You can take the test as plain forms: each answer is saved when you press its button."
    ),
    "no_script_link": _l("Take the test as plain forms"),
}
