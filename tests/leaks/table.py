"""Which text stands in which column, and who may read it: written by hand from the reference of the workflow.

A column that holds no text of a case says why. A new column needs a row here (`test_life.py`).
"""

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
    "draft filed reviewed fact_check adopted sent asked given answered typed verified way called met written".split()
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
OF_THE_WAY = (NOBODY, NOBODY, frozenset({"member", "chair", "secretariat", "ministry", "coordinator"}))
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
    OF_ITS_WRITER: "linkdraft held",
    OF_THE_WAY: "waypurpose wayhow waynote",
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


NOT_A_CASE = "people, organisations, settings or mail: no text of a case"
NAME = "a key, code, address or hash that the application makes"

# table: its columns, each with the words that stand in it, or one of the reasons above
COLUMNS: dict[str, dict[str, str]] = {
    "concern": {
        "public_id reference affected": NAME,
        "title": "title",
        "narrative": "narrative",
        "where_when": "wherewhen",
        "duty": "duty",
        "how_known": "howknown",
        "municipality": "municipality",
        "new_institution": "newinstitution",
        "institutions_text": "newinstitution",
        "frequency": "frequency",
        "urgency_reason": "urgency",
        "tried": "tried",
        "asks_for": "asksfor",
        "override_reason": "override",
        "extract_title": "extracttitle",
        "extract": "extract opiniontravels",
    },
    "recommendation": {
        "public_id": NAME,
        "heading": "oneheading twoheading",
        "text": "onetext twotext",
        "duty": "oneduty twoduty",
        "measure": "onemeasure twomeasure",
        "baseline": "onebaseline twobaseline",
        "target": "onetarget twotarget",
        "will_look_at": "onelook twolook",
        "claim": "oneclaim",
        "finding": "onefinding",
    },
    "transmission": {
        "title": "extracttitle",
        "extract": "extract opiniontravels",
        "words": "extracttitle extract opiniontravels",
        "demands": """oneheading onetext oneduty onemeasure onebaseline onetarget onelook
            twoheading twotext twoduty twomeasure twobaseline twotarget twolook""",
    },
    "statement": {
        "do": NAME,
        "text": """question answer round onerefusal tworefusal facts corrections findings adoption
            onetext twotext extract onemoretime onegranted oneaccepted tworejected oneplan oneprogress
            oneclaim onefinding""",
        "details": """override gaps oneheading oneduty onemeasure onebaseline onetarget onelook
            twoheading twoduty twomeasure twobaseline twotarget twolook extracttitle
            onewhat oneunit oneactionmeasure onecost oneevidence onewhyfound""",
    },
    "assessment": {
        "facts": "paperfacts",
        "duty": "paperduty",
        "findings": "paperfindings",
        "gaps": "papergaps",
        "harm": "paperharm",
        "notes": "papernotes",
    },
    "first_round": {"question": "round"},
    "first_view": {"text": "view"},
    "draft_comment": {
        "public_id": NAME,
        "passage": "onetext twotext",
        "text": "onecomment onereply twocomment tworeply",
    },
    "draft_suggestion": {
        "passage": "onetext twotext",
        "wording": "onewording twowording",
        "why": "onewhy twowhy",
        "reason": "onerefusal tworefusal",
    },
    "message": {"text": "groupsaid onesaid onesaidback twosaid"},
    "minority_opinion": {"text": "opiniontravels opinionstays"},
    "recusal": {"reason": "recusal", "lifted_reason": "lifted"},
    "vote": {
        "public_id machine do subject questions results": NAME,
        "proposal": "adoption",
    },
    "action": {
        "what": "onewhat",
        "unit": "oneunit",
        "measure": "oneactionmeasure",
        "cost": "onecost",
    },
    "extension": {"reason": "onemoretime", "decision": "onegranted"},
    "attachment": {
        "public_id level media_type sha256 stored_name": NAME,
        "name": "filingfile oneclaimfile contribfile",
        "shows": "filingshows oneclaimshows",
    },
    "assignment": {"note": "assigned"},
    "clock_entry": {"reason": "onemoretime"},
    "correction": {
        "text": "freecorrection casecorrection",
        "override_reason": "freecorrectionmaystay casecorrectionmaystay",
    },
    "contribution_request": {
        "public_id": NAME,
        "question": "contribquestion linkquestion",
        "reason": "contribagain",
        "contribution": "contribution",
        "given_by": NOT_A_CASE,
    },
    "facilitation": {"public_id": NAME, "purpose": "waypurpose", "how": "wayhow"},
    "facilitation_event": {"do source target said": NAME, "text": "waypurpose wayhow waynote"},
    "prepared_answer": {"public_id do": NAME, "given": "prepared", "reason": "preparedback"},
    "answer_link": {"public_id state nonce token_hash code_nonce email": NAME, "draft": "linkdraft"},
    "answer_template": {"public_id do name": NAME, "fields": "wording"},
    "held_form": {"token path": NAME, "fields": "held"},
    "formal_letter": {"public_id recipient address signed_by protocol": NAME, "body": "letter"},
    "agenda_item": {
        "public_id": NAME,
        "title": "freetitle",
        "minutes": "freeminutes caseminutes",
        "minutes_override": "freeminutesmaystay caseminutesmaystay",
    },
    "meeting": {
        "public_id": NAME,
        "title": "meetingtitle",
        "place": "meetingplace",
        "link": "meetinglink",
        "note": "meetingnote",
    },
    "action_item": {"public_id": NAME, "what": "freeaction caseaction guestaction"},
    "resolution": {"public_id": NAME, "text": "freeresolution caseresolution"},
    "event": {"machine do source target params previous_hash hash": NAME},
    "clock": {"source county": NAME},
    "chain_end": {"hash seal": NAME},
    "submission": {"key do target": NAME},
    "outbox": {"key did message_id error": NAME},
    "saved_view": {"public_id name query": NOT_A_CASE},
    "attempt": {"key": NOT_A_CASE},
    "bouncing_address": {"email reason": NOT_A_CASE},
    "ladder_setting": {"rungs": NOT_A_CASE},
    "organisation": {
        """public_id name short_name field email phone postal answers_for head_name head_address counties subjects
        sort_key check_mark check_note""": NOT_A_CASE
    },
    "own_date": {"kind name": NOT_A_CASE},
    "role": {"name": NOT_A_CASE},
    "person": {
        """public_id email new_email name password fs_uniquifier language tf_primary_method tf_totp_secret
        mf_recovery_codes fs_webauthn_user_handle""": NOT_A_CASE
    },
    "seat": {"public_id": NOT_A_CASE},
    "unit": {"public_id name email phone": NOT_A_CASE},
    "account_event": {"details": NOT_A_CASE},
    "calendar_feed": {"token_hash": NOT_A_CASE},
    "digest": {"message_id error": NOT_A_CASE},
    "group_event": {"reason details": NOT_A_CASE},
    "interest": {"text": NOT_A_CASE},
    "letter": {"email message_id error": NOT_A_CASE},
    "notice_wishes": {"by_topic": NOT_A_CASE},
    "open_session": {"mark": NOT_A_CASE},
    "organisation_event": {"changes": NOT_A_CASE},
    "passkey": {"name usage transports device_type extensions": NOT_A_CASE},
    "rights_proposal": {"public_id changes reason": NOT_A_CASE},
    "work_mail": {"kind email key message_id error": NOT_A_CASE},
    "meeting_invitation": {"message_id error": NOT_A_CASE},
    "agenda_proposal": {"public_id": NAME, "title reason": NOT_A_CASE},
}
NO_WORDS = {NOT_A_CASE, NAME}


def words_in(table: str, column: str) -> set[str] | None:
    """The words that stand in this column; None where it has no row."""
    for names, said in COLUMNS.get(table, {}).items():
        if column in names.split():
            return set() if said in NO_WORDS else set(said.split())
    return None
