"""What is missing or wrong, and what to do: by the name of a guard, of a field, or of a refusal."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel.speaklater import LazyString

from app.core.language import lazy as _l

# What must hold before a step, in workflows/concern.py.
_OF_A_CONCERN = {
    "complete": _l("The filing is not complete: the summary says what is still missing."),
    "unidentifiable": _l("Confirm that nobody can be recognised from the text and the files."),
    "danger_reported": _l(
        "Confirm that the danger was reported to the police or to the child protection worker."
    ),
    "time_ran_out": _l("The filer's deadline has not passed yet: wait until it has."),
    "warned": _l("First warn the filer that the concern will lapse."),
    "fact_check_ran_out": _l("The institution's deadline has not passed yet: wait until it has."),
    "first_appeal": _l("You have appealed already: there is one appeal only."),
    "on_appeal": _l("There is no appeal to decide on."),
    "no_appeal": _l("An appeal is open: the Group first votes on whether to admit the concern."),
    "has_rapporteur": _l("There is no rapporteur yet: the chair has to name one first."),
    "no_rapporteur": _l("There is a rapporteur: another is named here only where there is none any more."),
    "second_read": _l("This concern needs a second reader: the chair has to name one first."),
    "has_draft": _l("There is no draft recommendation yet: draft one first."),
    "round_open": _l("No blind first round is open."),
    "no_round_open": _l("A blind first round is open: close it first."),
    "leads_none": _l("Other concerns are joined to this one: separate them first."),
    "naming_known": _l("The filer has not yet answered whether it may be named."),
    "urgent": _l("This is only for urgent concerns."),
    "somebody_sends": _l(
        "The chair is recused, or the Group has none, and nobody can send it in the chair's place yet: admit the "
        "concern and name a second reader, or let the Group name a member for it by vote."
    ),
    "urgent_confirmed": _l("The secretariat has to confirm the extract first, as a second person."),
    "unratified": _l("There is no urgent transmission to decide on."),
    "all_answered": _l("A recommendation still is awaiting its answer."),
    "all_concluded": _l("A recommendation is still open: each has to be concluded first."),
    "no_ratification_open": _l("First the Group has to vote on the urgent transmission."),
}
# What must hold before a step, in workflows/recommendation.py.
_OF_A_RECOMMENDATION = {
    "competent": _l(
        "The institution has said that it is not competent: first the recommendation has to be addressed "
        "to another one."
    ),
    "disclaimed": _l("The institution has not said that it is not competent."),
    "maintained_once": _l("The Group has maintained this recommendation already, and can do so only once."),
    "has_indicator": _l("There is no indicator yet."),
    "follow_up_review_ahead": _l("There is nothing to review again."),
    "follow_up_review_due": _l("The time for the follow-up review has not come yet."),
    "last_review_due": _l("The time for the last follow-up review has not come yet."),
    "escalated": _l("This is possible only once it is so late that it was escalated, or after mediation."),
    "decision_awaited": _l("No decision on an escalation is awaited."),
    "extension_asked": _l("No extension has been asked for."),
    "suggested": _l("No suggested wording is awaiting an answer."),
    "no_vote_open": _l("A vote on this is open: wait until it has closed."),
    "another_person": _l("You prepared this answer yourself: another person has to sign it off."),
    "no_extension_asked": _l(
        "An extension has been asked for already: the coordinator has to decide on it first."
    ),
}
# What must hold before a step of a meeting, in workflows/meeting.py.
_OF_A_MEETING = {
    "its_day": _l("A meeting is opened on its day, not before."),
    "next_meeting": _l("Minutes are adopted in a later meeting that is open and has them on its agenda."),
    "times": _l("It must end after it begins."),
    "where": _l("Enter a place or a link."),
}
# What steps need to be given.
_OF_A_STEP = {
    "question": _l("Say what you need to know."),
    "agency": _l("Choose an institution that may be asked."),
    "contribution": _l("Write your contribution."),
    "purpose": _l("Say what it is needed for."),
    "how": _l("Say with whom, where and how."),
    "answer": _l("Write your answer."),
    "ground": _l("Choose the ground."),
    "reason": _l("Give your reasons."),
    "person": _l("Choose a member of the Group."),
    "heading": _l("Say in a few words what should be done."),
    "text": _l("Write the recommendation."),
    "addressee": _l("Choose an institution from the list."),
    "measure": _l("Say how everybody will see that it has been done."),
    "proposed_on": _l("Say by when it should be done."),
    "weight": _l("Choose the weight of the recommendation."),
    "findings": _l("Write what you found."),
    "suggestion": _l("Choose a suggested wording that is awaiting an answer."),
    "facts": _l("Write the facts that the institution is to check."),
    "corrections": _l("Name the errors of fact, or say that there are none."),
    "lead": _l("Choose a lead concern that is under review itself."),
    "kind": _l("Choose what you need."),
    "way": _l("Say where the matter belongs, and how to get there."),
    "ends_on": _l("Enter a future day, until which ballots are accepted."),
    "over": _l("The time for ballots is not over yet."),
    "seats": _l("Nobody who could vote on this holds a seat: the secretariat maintains the list of seats."),
    "extract_title": _l("Give the extract a title."),
    "extract": _l("Write the extract that the ministry and the institutions will read."),
    "conclusion": _l("Say what was reached, and what was not."),
    "part": _l("Say which part you accept."),
    "remedy": _l(
        "Choose what is possible here: some options are open only where something is due from an institution."
    ),
    "claim": _l("Say what has been done."),
    "evidence": _l("Say what shows it: documents, data or places."),
    "actions": _l("Name at least one action, its unit and its date."),
    "due_on": _l("Enter the date by which the work is to be done."),
    "until": _l("Say until when you need more time."),
    "report": _l("Say what has been done since."),
    "finding": _l("Write what was found."),
    "grade": _l("Choose a grade."),
    "name": _l("Say what is counted."),
    "baseline": _l("Enter a number."),
    "baseline_on": _l("Enter a date: day, month and year."),
    "target": _l("Enter a number."),
    "indicator": _l("Choose one."),
    "measured_on": _l("Enter a date in the past."),
    "value": _l("Enter a number."),
    "origin": _l("Say where it was read."),
    "organisation": _l("Choose a member organisation from the list."),
    "sources": _l("Choose what the finding rests on."),
    "independent": _l("Only an independent finding counts: confirm that yours is."),
}
# What a step turns out not to allow.
_REFUSED = {
    "unnamed": _l(
        "This looks as if it could identify a person: take it out before the text leaves the Group."
    ),
    "goes_with_it": _l(
        "A recommendation or an opinion that goes with it looks as if it could identify a person: send it back, "
        "or say in “Why it may stay” why."
    ),
    "before_own": _l(
        "Enter a day before your own deadline, so that you still have time to work with what comes."
    ),
    "date_ahead": _l("Enter today's date or a later one."),
    "year": _l("Is the year right? A date lies more than fifty years back or ten years ahead."),
    "signed": _l("Say who answers: name and function."),
    "date_order": _l("This day lies before the one it follows."),
    "until_later": _l("Enter a date after the present one."),
    "clock": _l("No deadline is running that could be extended."),
    "sources_suffice": _l("The institution's statement alone is not enough: name another source as well."),
    "rows": _l("Say of at least one action of the plan how far it is."),
    "indicators": _l("There are five indicators already: more of them are looked at by nobody."),
    "target_on": _l("Enter a day after the one of the baseline."),
    "consent": _l("Without the consent of the people concerned it is no source: leave it out."),
    "grade_fits": _l("This grade does not go with this finding: choose another one."),
    "reviewers_apart": _l(
        "This organisation verified it or is the addressee: another one has to review again."
    ),
    "relapse": _l("Only what has relapsed is reopened: this grade says that it still holds."),
    "eligible": _l(
        "This member cannot be chosen: choose somebody who is not recused, and who is neither of the filer's "
        "organisation nor of one that the concern is about."
    ),
    "another_organisation": _l(
        "Rapporteur and second reader are of different organisations: choose somebody of another one."
    ),
    "addressee_own": _l(
        "No recommendation goes to the organisation that filed the concern, nor to the one that writes it."
    ),
    "addressee_of_draft": _l("Choose an institution to which a draft recommendation is addressed."),
    "address": _l("Enter an e-mail address."),
    "scan": _l("Add the scan of the letter."),
    "protocol": _l("Enter the number under which the letter is registered."),
    "dated_on": _l("The letter is not older than what it answers, and not dated in the future."),
    "received_on": _l("Not before the date on the letter, and not in the future."),
    "has_account": _l("Somebody of this institution has an account: it answers by that."),
    "asked_already": _l("This institution has been asked already: its answer is awaited or has come."),
    "reminded_today": _l("The institution was already reminded today."),
    "somebody": _l("Choose a unit or a person."),
    "somebody_else": _l("Nobody else in your institution could sign this off: it needs a second account."),
    "signed_off": _l(
        "Answers of your institution need a second signature: prepare this one, and another person signs it off."
    ),
    "passage_stands": _l(
        "The passage is no longer in the draft, or is there more than once: change the draft by hand."
    ),
    "wording_fits": _l(
        "With this wording the draft would lack something that it has to say, or be too long."
    ),
    "second_person": _l("You confirmed the extract yourself: another person has to transmit it."),
}
# Why a file is not taken, in app/core/files/contents.py.
_OF_A_FILE = {
    "type_not_allowed": _l(
        "This type of file is not accepted: provide it as PDF, an office document, a picture or text."
    ),
    "does_not_match": _l("The file is not what its name says: save it again in the type that you mean."),
    "too_large": _l("The file is too large: make it smaller, or divide it."),
    "empty": _l("The file is empty: choose another one."),
    "unreadable": _l("The file cannot be read, it seems to be damaged: save it again, or print it to PDF."),
    "locked": _l(
        "The file is locked with a password or of an old kind: save it without one, as .docx or .xlsx."
    ),
    "not_utf8": _l("The letters of this text are not in UTF-8: save it as “CSV UTF-8”, or as text in UTF-8."),
    "too_many_points": _l("The picture has too many points: make it smaller."),
    "fetches": _l(
        "The document fetches a picture, a template or values from elsewhere: put them into it, or save it as PDF."
    ),
    "appended": _l("Something follows the end of the file: print it to PDF again."),
    "active": _l("The file runs something automatically when it is opened: print it to PDF again."),
    "unsafe": _l("The file could hold a program: save it as PDF."),
    "identifying": _l("The file's name looks as if it could identify a person: rename the file."),
    "not_contributed": _l("A file that you ticked is not among those that came: look again at what came."),
    "too_much_waits": _l(
        "Too many of your files are in drafts and in steps that were not taken: finish some of "
        "these, or remove files first."
    ),
    "too_many": _l("These are more files than are accepted here: put several into one, or leave one out."),
}
MISSING: dict[str, LazyString] = {
    **_OF_A_CONCERN,
    **_OF_A_RECOMMENDATION,
    **_OF_A_MEETING,
    **_OF_A_STEP,
    **_REFUSED,
    **_OF_A_FILE,
}
_ELSE = _l("Something is missing or not right here: check what you gave.")


def register_missing(words: Mapping[str, LazyString]) -> None:
    """Make known what a feature says of its own fields."""
    MISSING.update(words)


def missing(name: str) -> LazyString:
    """What to do about the guard, field or refusal of this name."""
    return MISSING.get(name, _ELSE)
