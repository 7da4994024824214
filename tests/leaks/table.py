"""Who may read which text: written by hand from the reference of the workflow. Where each stands: `places.py`."""

from __future__ import annotations

import re

CANARY = re.compile(r"zqk([a-z]+)")  # a word that stands in one text alone
WHO = {
    "filer": "anila",
    "member": "mira",
    "recused": "nazmi",
    "rapporteur": "hana",
    "chair": "kastriot",
    "secretariat": "sekretaria",
    "ministry": "ministria",
    "first": "policia",  # a state institution, so the ministry answers with it
    "second": "linja",  # of no ministry
    "asked": "prokuroria",  # by the ministry, for its part of the first answer
    "not_addressed": "sociale",  # the concern is about it
    "coordinator": "koordinatorja",
    "observer": "vezhguesi",
    "administrator": "administratori",
}
# who learns nothing of the case in this phase, not even by a number: each of their pages is as it was before
UNTOUCHED = {
    "filed": {"ministry", "first", "second", "asked", "not_addressed", "observer"},
    "fact_check": {"first", "asked", "not_addressed", "observer"},
    "adopted": {"first", "second", "asked", "not_addressed", "observer"},
    "given": {"not_addressed", "observer"},
    "written": {"not_addressed", "observer"},
}
# the words that the search looks through: of the filing, and of what was sent
SEARCHED = set(
    """title newinstitution narrative wherewhen duty howknown municipality tried asksfor
    extracttitle extract opiniontravels""".split()
)
PHASES = tuple(
    """draft filed reviewed fact_check adopted sent asked given answered typed verified access_request called met
    written""".split()
)
# once people have got other roles, or gone to another organisation: as whom each of them reads
MOVED = {
    "liaison": ("mira", ""),  # was a member
    "recused": ("nazmi", "recused"),  # has got another role beside its own
    "gone": ("policia", ""),  # to another institution
    "asked_gone": ("prokuroria", ""),  # to one that nobody asked
    "come": ("kufiri", "first"),  # to the addressee
}
FILER = frozenset({"filer"})
GROUP = FILER | {"member", "rapporteur", "chair", "secretariat"}
FIRST = GROUP | {"first", "ministry", "coordinator"}
SECOND = GROUP | {"second", "ministry", "coordinator"}
BOTH = FIRST | SECOND
ASKED = frozenset({"ministry", "asked"})
SEATS = GROUP | {"recused"}  # what is of no case is everybody's in the Group
NOBODY: frozenset[str] = frozenset()

# who reads it before, while the second addressee is asked about facts, and once it is transmitted
INSIDE = (GROUP, GROUP, GROUP)
TO_FIRST = (GROUP, GROUP, FIRST)
TO_FIRST_AND_ASKED = (GROUP, GROUP, FIRST | {"asked"})
TO_SECOND = (GROUP, GROUP | {"second"}, SECOND)
TO_BOTH = (GROUP, GROUP, BOTH | {"asked"})
EXISTS = (GROUP, GROUP | {"second"}, BOTH | {"asked"})
CHECKED = (GROUP, GROUP | {"second"}, GROUP | {"second"})
OF_THE_MINISTRY = (NOBODY, NOBODY, frozenset({"ministry"}))
OF_THE_REQUEST = (NOBODY, NOBODY, ASKED)
OF_THE_GROUP = (NOBODY, NOBODY, SEATS)
AT_THE_TABLE = (NOBODY, NOBODY, GROUP)
INVITED = (NOBODY, NOBODY, SEATS | {"second"})
OF_ITS_WRITER = (NOBODY, NOBODY, NOBODY)  # who is asked for it by its own address
TYPED_BY_THE_MEMBER = (NOBODY, NOBODY, frozenset({"member"}))  # and not sent: on the page of its form
OF_THE_ACCESS_REQUEST = (
    NOBODY,
    NOBODY,
    frozenset({"member", "chair", "secretariat", "ministry", "coordinator"}),
)
OF_THE_LETTER = (NOBODY, NOBODY, frozenset({"coordinator", "secretariat"}))
GIVEN_TO_GUEST = (NOBODY, NOBODY, GROUP | {"second"})

READERS: dict[tuple[frozenset[str], ...], str] = {
    INSIDE: """
        title narrative wherewhen duty howknown municipality frequency tried asksfor override newinstitution
        filingfile filingshows filingcontent question answer recusal
        round view paperfacts paperduty paperfindings papergaps paperharm papernotes groupsaid
        onecomment onereply onewording onewhy onerefusal twocomment tworeply twowording twowhy tworefusal
        findings gaps adoption opinionstays
    """,
    TO_FIRST_AND_ASKED: "oneheading onetext oneduty onemeasure onebaseline onetarget onelook",
    TO_FIRST: """
        onesaid onesaidback onemoretime onegranted oneaccepted onewhat oneunit oneactionmeasure onecost oneplan
        oneprogress oneclaim oneevidence oneclaimfile oneclaimshows oneclaimcontent onefinding onewhyfound
    """,
    TO_SECOND: "twoheading twotext twoduty twomeasure twobaseline twotarget twolook twosaid tworejected",
    TO_BOTH: "extracttitle extract opiniontravels",
    EXISTS: "itsaddress itsnumber",  # no texts, but that there is a case at all
    CHECKED: "facts corrections",
    OF_THE_MINISTRY: "assigned prepared preparedback linkquestion wording",
    OF_THE_REQUEST: "itsrequest contribquestion contribution contribagain contribfile contribcontent",
    OF_ITS_WRITER: "linkdraft",
    TYPED_BY_THE_MEMBER: "held",
    OF_THE_ACCESS_REQUEST: "accesspurpose accesshow accessnote",
    OF_THE_LETTER: "letter",
    OF_THE_GROUP: "meetingtitle meetingnote freetitle freeminutes freeresolution freeaction freecorrection"
    " freeminutesmaystay freecorrectionmaystay",
    AT_THE_TABLE: "caseminutes caseresolution caseaction casecorrection caseminutesmaystay casecorrectionmaystay",
    INVITED: "meetingplace meetinglink",
    GIVEN_TO_GUEST: "guestaction",
}

WORDS = {word for words in READERS.values() for word in words.split()}
EVIDENCE = {"narrative", "wherewhen", "howknown", "tried", "filingfile", "filingshows", "filingcontent"}
# what of a filing somebody reads who has not yet said that there is no conflict of interest, as they all in `filed`
LISTED = {"title", "newinstitution", "itsaddress", "itsnumber"}
NOT_DECLARED = {"member", "recused", "rapporteur", "chair"}
# kept with the step, and on no page that a walk comes to
SHOWN_TO_NOBODY = {"override", *READERS[OF_ITS_WRITER].split()}


def may_read(phase: str, canary: str, kind: str) -> bool:
    """Whether this kind of person may read this text in this phase."""
    before, checked, after = next(who for who, words in READERS.items() if canary in words.split())
    if phase == "draft":
        return kind == "filer"
    if phase == "filed" and kind in NOT_DECLARED:
        return canary in LISTED
    readers = {"filed": before, "reviewed": before, "fact_check": checked, "adopted": before}.get(
        phase, after
    )
    return kind in readers
