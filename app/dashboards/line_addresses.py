"""The addresses to which the lines of one page lead."""

from __future__ import annotations

from dataclasses import dataclass

from app.concerns.page.dues import anchor_of
from app.core.formats import current_language
from app.core.language import translate as _
from app.core.templates import address

ID, STEP, NUMBER = "-ID-", "-STEP-", 987654321


@dataclass(frozen=True, slots=True)
class Addresses:
    """Patterns of addresses of one request, the language in which its lines speak, and what most of them say."""

    language: str
    numbered_words: str
    remind_words: str
    page: str
    concern_step: str
    recommendation_step: str
    reminder: str
    draft: str
    dates: str
    contribution: str
    signing: str
    working_papers: str
    access_requests: str
    later: str
    answering: str
    assignment: str

    @classmethod
    def here(cls) -> Addresses:
        """Of this application."""
        return cls(
            current_language(),
            _("%(reference)s · rec. %(number)s"),
            _("Remind"),
            address("cases.page", public_id=ID),
            address("cases.step", public_id=ID, do=STEP),
            address("cases.recommendation_step", public_id=ID, number=NUMBER, do=STEP),
            address("reminding.look", line=NUMBER),
            address("submission.filing", public_id=ID, page="what"),
            address("cases.dates", public_id=ID),
            address("contributions.page", public_id=ID),
            address("signing.to_sign"),
            address("papers.page", public_id=ID),
            address("access_requests.page", public_id=ID),
            address("later.page", line=ID),
            address("answers.work", public_id=ID, number=NUMBER),
            address("assigning.give_to", public_id=ID, number=NUMBER),
        )

    def numbered(self, reference: str, number: int | None) -> str:
        """Which case, and which of its recommendations."""
        return self.numbered_words % {"reference": reference, "number": number} if number else reference

    def case(self, public_id: str, number: int | None = None) -> str:
        """The page of a concern, at one of its recommendations."""
        address = self.page.replace(ID, public_id)
        return f"{address}#recommendation-{number}" if number else address

    def step(self, public_id: str, number: int | None, do: str) -> str:
        """The form of a step of a concern, or of one of its recommendations."""
        if number is None:
            return self.concern_step.replace(ID, public_id).replace(STEP, do)
        address = self.recommendation_step.replace(ID, public_id).replace(STEP, do)
        return address.replace(str(NUMBER), str(number))

    def why(self, public_id: str, rule: str = "", number: int | None = None) -> str:
        """Why the dates of a concern are what they are; at the date of one rule, where one is meant."""
        address = self.dates.replace(ID, public_id)
        return f"{address}#{anchor_of(rule, number)}" if rule else address

    def remind(self, clock: int) -> str:
        """Whom a reminder of this clock would reach."""
        return self.reminder.replace(str(NUMBER), str(clock))

    def request(self, public_id: str) -> str:
        """The page of a request for a contribution."""
        return self.contribution.replace(ID, public_id)

    def papers(self, public_id: str) -> str:
        """The working papers of a concern."""
        return self.working_papers.replace(ID, public_id)

    def access_request(self, public_id: str) -> str:
        """The page of an access request."""
        return self.access_requests.replace(ID, public_id)

    def filing(self, public_id: str) -> str:
        """The first page of a draft."""
        return self.draft.replace(ID, public_id)

    def work(self, public_id: str, number: int) -> str:
        """The work of an institution on a recommendation."""
        return self.answering.replace(ID, public_id).replace(str(NUMBER), str(number))

    def assign(self, public_id: str, number: int) -> str:
        """Where an institution gives a recommendation to one of its people."""
        return self.assignment.replace(ID, public_id).replace(str(NUMBER), str(number))

    def put_off(self, line: str) -> str:
        """Where a line of "My work" is put off."""
        return self.later.replace(ID, line)
