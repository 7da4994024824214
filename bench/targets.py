"""What is asked of the floor and of Tryeza, as the harness reads it: one target for each person who asks."""

from __future__ import annotations

from typing import Any

SERVER = "{BIN}/gunicorn -w 2 -k gthread --threads 4 --no-control-socket -b 127.0.0.1:{PORT}"
ROWS = {"expect": "T-20", "count": 20}
HIDDEN = 'name="%s"[^>]* value="(.*?)"'
TOKEN = {"csrf_token": HIDDEN % "csrf_token"}

FLOOR: dict[str, Any] = {
    "name": "floor",
    "base": "http://127.0.0.1:8801",
    "PORT": "8801",
    "start": SERVER + " --chdir {HERE} floor:app",
    "env": {"FLOOR_DB": "{FLOOR_DB}"},
    "ready": "/login",
    "login": [{"method": "POST", "path": "/login", "form": {"x": "1"}, "status": [302]}],
    "requests": [
        {"name": "list", "path": "/", "expect": "Concern 0", "count": 20},
        {"name": "deep", "path": "/?before=60", "expect": "Concern 0", "count": 20},
        {"name": "filtered", "path": "/overdue", "expect": " Late", "count": 25},
        {"name": "search", "path": "/search?q=zyzzyva", "expect": "Qmark", "count": 4},
        {"name": "item", "path": "/i/{id}", "expect": "<article>", "count": 3},
        {
            "name": "comment",
            "method": "POST",
            "path": "/i/{id}",
            "status": [302],
            "write": True,
            "token": {"path": "/new", "fields": {"csrf": 'name=csrf value="(.*?)"'}},
            "form": {"csrf": "{csrf}", "text": "Bench note {n}"},
            "follow": "Bench note {n}",
        },
    ],
}

MESSAGE = {
    "name": "message",
    "method": "POST",
    "path": "/concerns/{concern}/messages",
    "status": [302],
    "write": True,
    "token": {
        "path": "/concerns/{concern}/messages?channel=group",
        "fields": {**TOKEN, "key": HIDDEN % "key"},
    },
    "form": {"csrf_token": "{csrf_token}", "key": "{key}", "channel": "group", "text": "Bench note {n}"},
    "follow": "Bench note {n}",
}
DRAFT = {
    "name": "draft",
    "method": "POST",
    "path": "/concerns/new",
    "status": [302],
    "write": True,
    "token": {"path": "/concerns/new", "fields": TOKEN},
    "form": {"csrf_token": "{csrf_token}", "title": "Bench {n}", "narrative": "Bench {n}"},
}

SECRETARIAT = [
    {"name": "list", "path": "/concerns", **ROWS},
    {"name": "deep", "path": "/concerns?after={deep}", **ROWS},
    {"name": "filtered", "path": "/concerns?overdue=1&pillar=protection", **ROWS},
    {"name": "search", "path": "/concerns?q=strehim", "expect": "T-20", "count": 4},
    {"name": "item", "path": "/concerns/{concern}", "expect": "<section", "count": 3},
    {"name": "work", "path": "/", "expect": "T-20", "count": 10},
    {"name": "checked", "path": "/recommendations/by-institution", "expect": "<th scope", "count": 5},
    {"name": "links", "path": "/links", "expect": "<h2", "count": 2},
    MESSAGE,
]
MEMBER = [
    {"name": "work", "path": "/", "expect": "T-20", "count": 10},
    {"name": "dates", "path": "/my-dates", "expect": "T-20", "count": 10},
    {"name": "checked", "path": "/recommendations/by-institution", "expect": "<th scope", "count": 5},
    {"name": "calendar", "path": "/feed/{calendar}.ics", "expect": "BEGIN:VEVENT", "count": 5},
    DRAFT,
]
COORDINATOR = [
    {"name": "desk", "path": "/desk", **ROWS},
    {"name": "work", "path": "/", "expect": "T-20", "count": 10},
    {"name": "figures", "path": "/desk/figures", "expect": "<table", "count": 1},
]
MINISTRY = [
    {"name": "work", "path": "/", "expect": "T-20", "count": 10},
    {"name": "list", "path": "/concerns", **ROWS},
]
INSTITUTION = [
    {"name": "work", "path": "/", "expect": "T-20"},
    {"name": "list", "path": "/concerns", "expect": "T-20"},
]


def _person(name: str, who: str, requests: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "base": "http://127.0.0.1:8802",
        "login": [
            {"path": "/sign-in", "fields": TOKEN},
            {
                "method": "POST",
                "path": "/sign-in",
                "form": {
                    "csrf_token": "{csrf_token}",
                    "email": f"{who}@example.org",
                    "password": "tryeza-demonstrim",
                },
                "status": [302, 303],
            },
        ],
        "pick": {name: f"{{PEERS}}/{name}-{{N}}.txt" for name in ("concern", "deep", "calendar")},
        "requests": requests,
    }


TARGETS: list[dict[str, Any]] = [
    FLOOR,
    {
        **_person("secretariat", "sekretaria", SECRETARIAT),
        "PORT": "8802",
        "start": SERVER + " --chdir {ROOT} wsgi:app",
        "env": {
            "TRYEZA_INSTANCE": "{INSTANCE}",
            "TRYEZA_DATABASE_URL": "{DATABASE_URL}",
            "TRYEZA_DEMO": "on",
            "TRYEZA_TLS": "off",
        },
        "ready": "/sign-in",
    },
    _person("member", "anila", MEMBER),
    _person("coordinator", "koordinatorja", COORDINATOR),
    _person("ministry", "ministria", MINISTRY),
    _person("institution", "sociale", INSTITUTION),
]

# (who, what) -> (what of the floor, how many times its p50 at most)
LIMITS: dict[tuple[str, str], tuple[str, float]] = {
    ("secretariat", "list"): ("list", 3),
    ("secretariat", "deep"): ("deep", 3),
    ("secretariat", "filtered"): ("filtered", 3),
    ("secretariat", "search"): ("search", 3),
    ("secretariat", "item"): ("item", 4.5),
    ("coordinator", "desk"): ("filtered", 3),
    ("ministry", "list"): ("list", 3),
    ("institution", "list"): ("list", 3),
    **{
        (who, "work"): ("list", 6)
        for who in ("secretariat", "member", "coordinator", "ministry", "institution")
    },
    ("secretariat", "checked"): ("list", 6),
    ("member", "checked"): ("list", 6),
    ("member", "dates"): ("list", 6),
    ("member", "calendar"): ("list", 6),
    ("secretariat", "links"): ("list", 6),
    ("coordinator", "figures"): ("list", 6),
    ("secretariat", "message"): ("comment", 5),
    ("member", "draft"): ("comment", 5),
}
GROWTH = 1.3
MEMORY = 2.2  # of the floor's, two workers each
FIRST_ANSWER_S = 1.5
