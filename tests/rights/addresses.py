"""Every address of the application, and which kinds of people it exists for. A new address needs its row here."""

from __future__ import annotations

import re

from tests.rights.oracle import ANYONE, CASEWORK, DIRECTORY, EVERYBODY, PEOPLE_DESK

MEMBERS = ("filer", "member", "rapporteur", "recused", "chair")
ANSWERERS = ("ministry", "agency", "other_agency")
NOT_FILERS = ("member", "rapporteur", "recused", "chair")
Rule = tuple[str, str]

# addresses that belong to no concern: rule and method -> kinds of people for whom it exists
GENERAL: dict[Rule, tuple[str, ...]] = {
    ("/", "GET"): EVERYBODY,
    ("/search", "GET"): EVERYBODY,
    ("/search/suggestions", "GET"): EVERYBODY,
    ("/my-dates", "GET"): CASEWORK,
    ("/desk", "GET"): ("coordinator",),
    ("/desk/export.csv", "GET"): ("coordinator",),
    ("/desk/remind", "GET"): ("coordinator",),
    ("/desk/remind", "POST"): ("coordinator",),
    ("/saved", "GET"): CASEWORK,
    ("/desk/export.xlsx", "GET"): ("coordinator",),
    ("/desk/figures", "GET"): ("coordinator",),
    ("/desk/glance", "GET"): ("coordinator",),
    ("/desk/figures.xlsx", "GET"): ("coordinator",),
    ("/concerns", "GET"): CASEWORK,
    ("/recommendations", "GET"): CASEWORK,
    ("/recommendations/by-institution", "GET"): CASEWORK,
    ("/concerns/new", "GET"): MEMBERS,
    ("/concerns/new", "POST"): MEMBERS,
    ("/workflow", "GET"): EVERYBODY,
    ("/calendar", "GET"): EVERYBODY,
    ("/calculator", "GET"): EVERYBODY,
    ("/rules", "GET"): PEOPLE_DESK,
    ("/calendar/add", "GET"): PEOPLE_DESK,
    ("/calendar/add", "POST"): PEOPLE_DESK,
    ("/group", "GET"): CASEWORK,
    ("/group/hand-over", "GET"): MEMBERS,
    ("/group/hand-over", "POST"): MEMBERS,
    ("/group/hand-over/take-back", "POST"): MEMBERS,
    ("/recusals", "GET"): (*MEMBERS, "secretariat"),
    ("/interests", "GET"): (*MEMBERS, "secretariat"),
    ("/interests", "POST"): (*MEMBERS, "secretariat"),
    ("/votes", "GET"): (*MEMBERS, "secretariat"),
    ("/votes/new/<question>", "GET"): ("chair",),
    ("/votes/new/<question>", "POST"): ("chair",),
    ("/meetings", "GET"): (*MEMBERS, "secretariat", "ministry", "coordinator"),
    ("/meetings/new", "GET"): ("chair", "secretariat", "coordinator"),
    ("/meetings/new", "POST"): ("chair", "secretariat", "coordinator"),
    ("/meetings/proposals", "GET"): (*MEMBERS, "secretariat", "ministry", "coordinator"),
    ("/meetings/proposals/new", "GET"): (*MEMBERS, "ministry", "coordinator"),
    ("/meetings/proposals/new", "POST"): (*MEMBERS, "ministry", "coordinator"),
    ("/notices", "GET"): CASEWORK,
    ("/notices/read", "POST"): CASEWORK,
    ("/notices/unread", "POST"): CASEWORK,
    ("/me/notices", "GET"): CASEWORK,
    ("/me/notices", "POST"): CASEWORK,
    ("/letters", "GET"): ("coordinator", "secretariat"),
    ("/letters/sender", "GET"): ("coordinator", "secretariat"),
    ("/letters/sender", "POST"): ("secretariat",),
    ("/links", "GET"): ("secretariat", "ministry"),
    ("/me", "GET"): EVERYBODY,
    ("/me", "POST"): EVERYBODY,
    ("/me/calendar", "GET"): EVERYBODY,
    ("/me/calendar", "POST"): EVERYBODY,
    ("/me/calendar/revoke", "POST"): EVERYBODY,
    ("/language", "POST"): ANYONE,
    ("/people", "GET"): PEOPLE_DESK,
    ("/people/invite", "GET"): PEOPLE_DESK,
    ("/people/invite", "POST"): PEOPLE_DESK,
    ("/rights", "GET"): ("administrator", "chair", "secretariat"),
    ("/outgoing", "GET"): PEOPLE_DESK,
    ("/organisations", "GET"): EVERYBODY,
    ("/access-requests", "GET"): (*MEMBERS, "secretariat", "ministry", "coordinator"),
    ("/access-requests/new", "GET"): MEMBERS,
    ("/access-requests/new", "POST"): MEMBERS,
    ("/answers", "GET"): ANSWERERS,
    ("/answers/to-sign", "GET"): ANSWERERS,
    ("/answers/to-sign", "POST"): ANSWERERS,
    ("/work/counts", "GET"): CASEWORK,
    ("/answers/assign", "GET"): ANSWERERS,
    ("/answers/assign", "POST"): ANSWERERS,
    ("/answers/batch", "GET"): ANSWERERS,
    ("/answers/batch", "POST"): ANSWERERS,
    ("/answers/wordings", "GET"): ANSWERERS,
    ("/answers/wordings/new", "GET"): ANSWERERS,
    ("/answers/wordings/new", "POST"): ANSWERERS,
    ("/organisations/new", "GET"): DIRECTORY,
    ("/organisations/new", "POST"): DIRECTORY,
}

# addresses of one concern: who may use them where the concern exists for them ("draft": only while it is a draft)
OF_A_CONCERN: dict[Rule, tuple[str, ...]] = {
    ("/concerns/<public_id>", "GET"): CASEWORK,
    ("/concerns/<public_id>/dates", "GET"): CASEWORK,
    ("/concerns/<public_id>/history", "GET"): CASEWORK,
    ("/concerns/<public_id>/whole", "GET"): CASEWORK,
    ("/concerns/<public_id>/declare", "GET"): NOT_FILERS,
    ("/concerns/<public_id>/declare", "POST"): NOT_FILERS,
    ("/concerns/<public_id>/recusals", "GET"): (*MEMBERS, "secretariat"),
    ("/concerns/<public_id>/recusals", "POST"): ("chair",),
    # of a recusal that is not there, as here: nothing; tested with its feature
    ("/concerns/<public_id>/recusals/<int:recusal_id>/lift", "GET"): ("chair",),
    ("/concerns/<public_id>/recusals/<int:recusal_id>/lift", "POST"): ("chair",),
    ("/concerns/<public_id>/similar", "GET"): (*MEMBERS, "secretariat"),
    ("/concerns/<public_id>/papers", "GET"): (*MEMBERS, "secretariat"),
    ("/concerns/<public_id>/papers/assessment", "GET"): ("rapporteur",),
    ("/concerns/<public_id>/papers/assessment/autosave", "POST"): ("rapporteur",),
    ("/concerns/<public_id>/messages", "GET"): CASEWORK,
    ("/concerns/<public_id>/messages", "POST"): CASEWORK,
    ("/concerns/<public_id>/notices/read", "POST"): CASEWORK,
    ("/concerns/<public_id>/files/<file_id>", "GET"): CASEWORK,
    ("/concerns/<public_id>/filing/<page>", "GET"): ("draft", "filer"),
    ("/concerns/<public_id>/filing/<page>", "POST"): ("draft", "filer"),
    ("/concerns/<public_id>/filing/<page>/autosave", "POST"): ("draft", "filer"),
    ("/concerns/<public_id>/mask", "POST"): ("draft", "filer"),
    ("/concerns/<public_id>/institution", "GET"): (),  # for the secretariat, while one is named anew
    ("/concerns/<public_id>/institution", "POST"): (),
    ("/concerns/<public_id>/files/<file_id>/remove", "POST"): ("draft", "filer"),
    ("/concerns/<public_id>/files/<file_id>/note", "POST"): ("draft", "filer"),
    ("/concerns/<public_id>/files", "POST"): ("draft", "filer"),
}

OF_A_STEP: frozenset[Rule] = frozenset(
    {
        ("/concerns/<public_id>/steps/<do>", "GET"),
        ("/concerns/<public_id>/steps/<do>", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/steps/<do>", "GET"),
        ("/concerns/<public_id>/recommendations/<int:number>/steps/<do>", "POST"),
        # files that go up for it, one by one: tests/concerns/test_step_files.py
        ("/concerns/<public_id>/steps/<do>/files", "POST"),
        ("/concerns/<public_id>/steps/<do>/files/<file_id>/remove", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/steps/<do>/files", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/steps/<do>/files/<file_id>/remove", "POST"),
        # what is being typed there, as others will read it: tests/process/test_decisions.py
        ("/concerns/<public_id>/steps/<do>/preview", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/steps/<do>/preview", "POST"),
    }
)

# the work before an answer and access requests: each is tried for every kind of person in test_requests.py
OF_THE_WORK: frozenset[Rule] = frozenset(
    {
        ("/concerns/<public_id>/recommendations/<int:number>/work", "GET"),
        ("/concerns/<public_id>/recommendations/<int:number>/assign", "GET"),
        ("/concerns/<public_id>/recommendations/<int:number>/assign", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/forward", "GET"),
        ("/concerns/<public_id>/recommendations/<int:number>/forward", "POST"),
        ("/requests/<public_id>", "GET"),
        ("/requests/<public_id>/notices/read", "POST"),
        ("/access-requests/<public_id>/notices/read", "POST"),
        ("/requests/<public_id>/<any(give, remind, ask_again, extend, withdraw):do>", "POST"),
        ("/access-requests/<public_id>", "GET"),
        (
            "/access-requests/<public_id>/<any(accept, refuse, extend, arrange, confirm, fell_through, withdraw):do>",
            "POST",
        ),
        ("/links/<link_id>/revoke", "POST"),
        ("/requests/<public_id>/files/<file_id>", "GET"),
        ("/requests/<public_id>/files", "POST"),
        ("/requests/<public_id>/files/<file_id>/remove", "POST"),
        ("/requests/<public_id>/link", "GET"),
        ("/requests/<public_id>/link", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/link", "GET"),
        ("/concerns/<public_id>/recommendations/<int:number>/link", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/paper", "GET"),
        ("/concerns/<public_id>/recommendations/<int:number>/paper", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/paper/files", "POST"),
        ("/concerns/<public_id>/recommendations/<int:number>/paper/files/<file_id>/remove", "POST"),
        ("/concerns/<public_id>/facts/paper/files", "POST"),
        ("/concerns/<public_id>/facts/paper/files/<file_id>/remove", "POST"),
        ("/concerns/<public_id>/facts/paper", "GET"),
        ("/concerns/<public_id>/facts/paper", "POST"),
        ("/concerns/<public_id>/facts/link", "GET"),
        ("/concerns/<public_id>/facts/link", "POST"),
        ("/answers/prepared/<public_id>/return", "GET"),
        ("/answers/prepared/<public_id>/return", "POST"),
        ("/answers/prepared/<public_id>/drop", "POST"),
        ("/answers/wordings/<public_id>", "GET"),
        ("/answers/wordings/<public_id>", "POST"),
        ("/answers/wordings/<public_id>/remove", "POST"),
        ("/answers/wordings/<public_id>/bring-back", "POST"),
    }
)

# for whoever holds the link, and nobody has to be signed in: test_links.py
BY_A_LINK: frozenset[Rule] = frozenset(
    {
        ("/link/<token>", "GET"),
        ("/link/<token>", "POST"),
        ("/link/<token>/draft", "POST"),
        ("/link/<token>/files", "POST"),
        ("/link/<token>/files/<file_id>", "GET"),
        ("/link/<token>/files/<file_id>/remove", "POST"),
        ("/link/<token>/code", "GET"),
        ("/link/<token>/code", "POST"),
        ("/link/<token>/code/again", "POST"),
    }
)

# the accounts library's own, single rows of the directory and of the calendar, votes, meetings, drafts, and other links
# that carry their own right: tested with their features
ELSEWHERE: frozenset[Rule] = frozenset(
    {
        ("/work/later/<line>", "GET"),  # of one's own lines
        ("/work/later/<line>", "POST"),
        ("/work/later/<line>/back", "POST"),
        ("/work/next", "GET"),  # leads on
        ("/begun", "POST"),  # of a form that was shown to somebody
        ("/begun/discard", "POST"),
        ("/begun/bring-back", "POST"),
        ("/saved/new", "GET"),  # of a list that its address names
        ("/saved/new", "POST"),
        ("/saved/<view_id>", "GET"),
        ("/saved/<view_id>", "POST"),
        ("/saved/<view_id>/delete", "POST"),
        ("/service-worker.js", "GET"),  # the same for everybody
        ("/offline/<any(sq, en):language>", "GET"),
        ("/sign-in", "GET"),
        ("/sign-in", "POST"),
        ("/sign-out", "POST"),
        ("/reset", "GET"),
        ("/reset", "POST"),
        ("/reset/<token>", "GET"),
        ("/reset/<token>", "POST"),
        ("/change-password", "GET"),
        ("/change-password", "POST"),
        ("/invitation/<token>", "GET"),
        ("/invitation/<token>", "POST"),
        ("/notices/unsubscribe/<token>", "GET"),
        ("/notices/unsubscribe/<token>", "POST"),
        ("/outgoing/again", "POST"),
        ("/outgoing/<int:row_id>/again", "POST"),
        ("/people/<public_id>/mail", "POST"),
        ("/people/<public_id>", "GET"),
        ("/people/<public_id>", "POST"),
        ("/people/<public_id>/invite", "POST"),
        ("/people/<public_id>/withdraw", "POST"),
        ("/new-address/<token>", "GET"),
        ("/new-address/<token>", "POST"),
        ("/rights/<public_id>", "GET"),
        ("/rights/<public_id>/confirm", "POST"),
        ("/rights/<public_id>/refuse", "POST"),
        ("/rights/<public_id>/take-back", "POST"),
        ("/organisations/<public_id>", "GET"),
        ("/letters/texts/<any(head, minister):name>", "GET"),
        ("/letters/texts/<any(head, minister):name>", "POST"),
        ("/letters/texts/<any(head, minister):name>/reset", "POST"),
        ("/letters/<letter_id>", "GET"),
        ("/letters/<letter_id>/edit", "GET"),
        ("/letters/<letter_id>/edit", "POST"),
        ("/letters/<letter_id>/sent", "GET"),
        ("/letters/<letter_id>/sent", "POST"),
        ("/letters/<letter_id>/letter.docx", "GET"),
        ("/letters/<letter_id>/letter.pdf", "GET"),
        ("/rules/<rule>", "GET"),
        ("/rules/<rule>", "POST"),
        ("/organisations/<public_id>/edit", "GET"),
        ("/organisations/<public_id>/edit", "POST"),
        ("/organisations/<public_id>/units", "POST"),
        ("/organisations/<public_id>/units/<unit_id>/end", "POST"),
        ("/directory/<token>", "GET"),
        ("/directory/<token>", "POST"),
        ("/calendar/<day>/remove", "GET"),
        ("/calendar/<day>/remove", "POST"),
        ("/group/seats/<public_id>", "GET"),
        ("/group/seats/<public_id>", "POST"),
        ("/interests/<int:interest_id>/end", "POST"),
        ("/meetings/<public_id>", "GET"),
        ("/meetings/<public_id>/attendance", "GET"),
        ("/meetings/<public_id>/attendance", "POST"),
        ("/meetings/<public_id>/items/<item_id>", "GET"),
        ("/meetings/<public_id>/items/<item_id>/attendance", "GET"),
        ("/meetings/<public_id>/items/<item_id>/attendance", "POST"),
        ("/meetings/<public_id>/items/<item_id>/resolutions", "GET"),
        ("/meetings/<public_id>/items/<item_id>/resolutions", "POST"),
        ("/meetings/<public_id>/items/<item_id>/actions", "GET"),
        ("/meetings/<public_id>/items/<item_id>/actions", "POST"),
        ("/meetings/<public_id>/items/<item_id>/strike/<row_id>", "POST"),
        ("/meetings/actions/<action_id>/done", "POST"),
        ("/recommendations/quality", "POST"),
        ("/concerns/<public_id>/papers/assessment", "POST"),
        ("/concerns/<public_id>/papers/view", "GET"),
        ("/concerns/<public_id>/papers/view", "POST"),
        ("/concerns/<public_id>/papers/drafts/<int:number>", "GET"),
        ("/concerns/<public_id>/papers/drafts/<int:number>/comments", "GET"),
        ("/concerns/<public_id>/papers/drafts/<int:number>/comments", "POST"),
        ("/concerns/<public_id>/papers/drafts/<int:number>/suggestions", "GET"),
        ("/concerns/<public_id>/papers/drafts/<int:number>/suggestions", "POST"),
        ("/concerns/<public_id>/papers/drafts/<int:number>/versions", "GET"),
        ("/concerns/<public_id>/papers/comments/<comment_id>/reply", "GET"),
        ("/concerns/<public_id>/papers/comments/<comment_id>/reply", "POST"),
        ("/concerns/<public_id>/papers/comments/<comment_id>/resolve", "POST"),
        ("/meetings/<public_id>/minutes", "GET"),
        ("/meetings/<public_id>/minutes.docx", "GET"),
        ("/meetings/<public_id>/minutes.pdf", "GET"),
        ("/meetings/<public_id>/papers.pdf", "GET"),
        ("/meetings/<public_id>/minutes/circulate", "POST"),
        ("/meetings/<public_id>/minutes/adopt", "POST"),
        ("/meetings/<public_id>/items/<item_id>/minutes", "GET"),
        ("/meetings/<public_id>/items/<item_id>/minutes", "POST"),
        ("/meetings/<public_id>/items/<item_id>/corrections", "GET"),
        ("/meetings/<public_id>/items/<item_id>/corrections", "POST"),
        ("/meetings/proposals/<public_id>/take-back", "POST"),
        ("/meetings/proposals/<public_id>/leave-out", "POST"),
        ("/meetings/<public_id>/change", "GET"),
        ("/meetings/<public_id>/change", "POST"),
        ("/meetings/<public_id>/open", "POST"),
        ("/meetings/<public_id>/cancel", "GET"),
        ("/meetings/<public_id>/cancel", "POST"),
        ("/meetings/<public_id>/agenda", "GET"),
        ("/meetings/<public_id>/agenda", "POST"),
        ("/meetings/<public_id>/agenda/new", "GET"),
        ("/meetings/<public_id>/agenda/new", "POST"),
        ("/meetings/<public_id>/items/<item_id>/<any(up, down, remove):what>", "POST"),
        ("/meetings/<public_id>/items/<item_id>/guests", "GET"),
        ("/meetings/<public_id>/items/<item_id>/guests", "POST"),
        ("/meetings/<public_id>/items/<item_id>/guests/<int:person>/remove", "POST"),
        ("/feed/<token>.ics", "GET"),
        ("/votes/<vote_id>", "GET"),
        ("/votes/<vote_id>/notices/read", "POST"),
        ("/meetings/<public_id>/notices/read", "POST"),
        ("/votes/<vote_id>/ballot", "POST"),
        ("/votes/<vote_id>/close", "POST"),
        ("/votes/<vote_id>/opinion", "POST"),
        ("/static/<path:filename>", "GET"),
    }
)

FILLED = {
    "<int:recusal_id>": "999",
    "<page>": "what",
    "<question>": "elect_chair",
    "<file_id>": "AAAAAAAAAAAAAAAA",
}
TOKEN = re.compile(r"[\w-]{40,}\.[\w-]+\.[\w-]+")  # signed with the second it was made in
# where another language leads back to; the key of a form, and the address of what it makes, new each time
RETURNED = re.compile(r'<input[^>]*name="(next|key|address" type="hidden)"[^>]*>')


def filled(rule: str) -> str:
    """The rule with something in each of its places but the concern's."""
    for place, value in FILLED.items():
        rule = rule.replace(place, value)
    return rule


def allowed(kinds: tuple[str, ...], kind: str, stage: str) -> bool:
    """Whether this kind may use the address in this stage."""
    if kinds[:1] == ("draft",):
        return stage == "draft" and kind in kinds
    return kind in kinds


def without_tokens(page: str) -> str:
    """A page without what differs from one request to the next, or names the address itself."""
    return RETURNED.sub("", TOKEN.sub("", page))
