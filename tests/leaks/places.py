"""Which text stands in which column, by hand. A column that holds no text of a case says why.

A new column needs a row here (`test_life.py`); who may read what stands in it says `table.py`.
"""

from __future__ import annotations

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
        "override_reason": "",
    },
    "first_round": {"question": "round"},
    "first_view": {"text": "view", "override_reason": ""},
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
    "minority_opinion": {"text": "opiniontravels opinionstays", "override_reason": ""},
    "recusal": {
        "reason": "recusal",
        "override_reason": "",
        "lifted_reason": "lifted",
        "lifted_override": "",
    },
    "vote": {
        "questions results": NAME,
    },
    "pending_step": {"public_id machine do subject source": NAME, "data": "adoption prepared linkdraft"},
    "action": {
        "what": "onewhat",
        "unit": "oneunit",
        "measure": "oneactionmeasure",
        "cost": "onecost",
    },
    "extension": {"reason": "onemoretime", "decision": "onegranted"},
    "attachment": {
        "public_id level media_type sha256 stored_name": NAME,
        "name": "filingfile oneclaimfile contribfile disclaimfile",
        "shows": "filingshows oneclaimshows disclaimshows",
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
        "question_override contribution_override": "",
        "reason": "contribagain",
        "contribution": "contribution",
        "given_by": NOT_A_CASE,
    },
    "access_request": {"public_id": NAME, "purpose": "accesspurpose", "how": "accesshow"},
    "access_request_event": {
        "do source target": NAME,
        "details": "",
        "text": "accesspurpose accesshow accessnote",
    },
    "prepared_answer": {"reason": "preparedback"},
    "answer_link": {"nonce token_hash code_nonce email": NAME},
    "answer_template": {"public_id do name": NAME, "fields": "wording"},
    "kept_form": {"name window": NAME, "fields": "held"},
    "formal_letter": {
        "public_id recipient address signed_by function drafted_by protocol": NAME,
        "body": "letter",
        "paper": "letter extract extracttitle opiniontravels oneheading onetext onemeasure",
        "override_reason": "",
    },
    "agenda_item": {
        "public_id": NAME,
        "title": "freetitle",
        "title_override": "",
        "minutes": "freeminutes caseminutes",
        "minutes_override": "freeminutesmaystay caseminutesmaystay",
    },
    "meeting": {
        "public_id": NAME,
        "title": "meetingtitle",
        "place": "meetingplace",
        "link": "meetinglink",
        "note": "meetingnote",
        "override_reason": "",
    },
    "action_item": {"public_id": NAME, "what": "freeaction caseaction guestaction", "override_reason": ""},
    "resolution": {"public_id": NAME, "text": "freeresolution caseresolution", "override_reason": ""},
    "event": {"machine do source target params previous_hash hash": NAME},
    "clock": {"source": NAME},
    "chain_end": {"hash seal": NAME},
    "submission": {"key do target": NAME},
    "notification": {"kind key email did message_id error": NAME},
    "put_off": {"line": NAME},
    "saved_view": {"public_id name query": NOT_A_CASE},
    "attempt": {"key": NOT_A_CASE},
    "bouncing_address": {"email reason": NOT_A_CASE},
    "escalation_setting": {"levels": NOT_A_CASE},
    "organisation": {
        """public_id name short_name field email phone postal answers_for head_name head_address counties subjects
        sort_key check_mark check_note""": NOT_A_CASE
    },
    "letter_sender": {
        "head place address email phone founding_act function signed_by copies": NOT_A_CASE,
    },
    "letter_wording": {"body override_reason": NOT_A_CASE},
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
    "group_event": {"reason details": NOT_A_CASE},
    "interest": {"text override_reason": NOT_A_CASE},
    "notification_preference": {"by_topic": NOT_A_CASE},
    "open_session": {"mark": NOT_A_CASE},
    "organisation_event": {"changes": NOT_A_CASE},
    "passkey": {"name usage transports device_type extensions": NOT_A_CASE},
    "rights_proposal": {"public_id changes reason": NOT_A_CASE},
    "agenda_proposal": {"public_id": NAME, "title reason override_reason": NOT_A_CASE},
}
NO_WORDS = {NOT_A_CASE, NAME}


def words_in(table: str, column: str) -> set[str] | None:
    """The words that stand in this column; None where it has no row."""
    for names, said in COLUMNS.get(table, {}).items():
        if column in names.split():
            return set() if said in NO_WORDS else set(said.split())
    return None
