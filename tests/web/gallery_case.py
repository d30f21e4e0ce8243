"""Sample content for the gallery page: one case with its steps, its story and its messages."""

from datetime import UTC, datetime
from typing import Any

NOON = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)

LONG = "Permohonan verifikasi kewarganegaraan dan penerbitan Surat Perjalanan Laksana Paspor"
KHMER_NAME = "សុខ ស្រីមុំ"
KHMER_TEXT = "សំណើសុំផ្ទៀងផ្ទាត់សញ្ជាតិ និងចេញលិខិតធ្វើដំណើរជំនួសលិខិតឆ្លងដែន សម្រាប់ជនរងគ្រោះ"


def case() -> dict[str, Any]:
    return {
        "header": {
            "title": KHMER_NAME,
            "title_lang": "km",
            "lead": "Reported missing in Medan on 12 January, found in Sihanoukville on 30 January.",
            "back_label": "All cases",
            "badges": [
                {"label": "Identified: victim", "kind": "ok", "icon": "check"},
                {"label": "Menunggu verifikasi kewarganegaraan", "kind": "warning", "icon": "clock"},
            ],
            "actions": [{"label": "Send to partner", "url": "#send", "kind": "primary", "icon": "send"}],
        },
        "sections": [
            {"label": "Ringkasan", "url": "#a", "current": True},
            {"label": "Wawancara", "url": "#b", "errors": 2},
            {"label": "Kebutuhan dan perlindungan", "url": "#c", "count": 3},
            {"label": "Keberadaan", "url": "#d", "sealed": True},
        ],
        "blocker": {
            "title": "The way home is blocked: the fine for overstay is not settled",
            "text": "Immigration waits for a letter of the embassy since 28 January.",
            "url_label": "Go to the step",
        },
        "facts": [
            {"term": "Name in the passport", "value": "SOK SREYMOM"},
            {"term": "Nama dalam aksara Khmer", "value": KHMER_NAME, "lang": "km"},
            {"term": "Born", "value": "about 1999", "note": "only the year is known"},
            {"term": "NIK", "value": "", "badge": {"label": "asked", "kind": "info"}},
        ],
        "card_actions": [{"label": "Correct", "url": "#edit"}],
        "steps": _steps(),
        "timeline": _timeline(),
        "thread": _thread(),
        "files": [
            {
                "name": "paspor-halaman-data-dengan-nama-berkas-yang-sangat-panjang.jpg",
                "url": "#f",
                "image": True,
                "type_label": "Photo",
                "size": 482113,
                "added_by": "KBRI Phnom Penh",
                "added_at": NOON,
            },
            {
                "name": "laporan-medis.pdf",
                "url": None,
                "type_label": "PDF",
                "size": 90211,
                "badge": {"label": "sealed", "kind": "sealed", "icon": "lock"},
            },
        ],
    }


def _steps() -> list[dict[str, Any]]:
    words = {"done": "done", "current": "now", "blocked": "blocked", "waiting": "waits", "skipped": "not needed"}
    rows = [
        ("done", "Verifikasi kewarganegaraan", "NCB Jakarta", "", "confirmed on 2 February"),
        ("current", "Penerbitan Surat Perjalanan Laksana Paspor", "KBRI Phnom Penh", "due in 2 days", ""),
        ("blocked", "Relief of the fine for overstay", "Immigration of Cambodia", "overdue by 3 days", ""),
        ("waiting", KHMER_TEXT, "អគ្គនាយកដ្ឋានអន្តោប្រវេសន៍", "", ""),
        ("skipped", "Hospital care before travel", "Shelter", "", ""),
    ]
    return [
        {
            "state": state,
            "state_label": words[state],
            "title": title,
            "owner": owner,
            "deadline_text": deadline,
            "overdue": state == "blocked",
            "result": result,
            "blocks": "The letter of the embassy is missing." if state == "blocked" else "",
            "action_label": "Record the result",
            "action_url": "#record" if state in ("current", "blocked") else "",
        }
        for state, title, owner, deadline, result in rows
    ]


def _timeline() -> list[dict[str, Any]]:
    return [
        {
            "when": NOON,
            "title": "Her sister reported her missing",
            "actor": "Polda Sumatera Utara",
            "icon": "report",
            "text": "She went to Phnom Penh for work in a restaurant and no longer answers.",
        },
        {
            "when": NOON,
            "title": LONG,
            "actor": "NCB Jakarta",
            "icon": "send",
            "kind": "accent",
            "url": "#m",
            "url_label": "Show the message",
        },
        {"when": NOON, "title": KHMER_TEXT, "actor": KHMER_NAME, "icon": "check", "kind": "ok"},
        {"when": NOON, "title": "Danger: threatened by telephone", "kind": "danger", "icon": "danger"},
    ]


def _thread() -> list[dict[str, Any]]:
    return [
        {
            "direction": "out",
            "kind_label": "Request to verify nationality",
            "sender": "NCB Phnom Penh",
            "sent_at": NOON,
            "text": "Please confirm whether this person is a national.",
            "status": {"label": "accepted", "kind": "ok", "icon": "check"},
            "due": {"text": "answer due in 5 hours", "state": "soon"},
        },
        {
            "direction": "in",
            "kind_label": "Jawaban verifikasi kewarganegaraan",
            "sender": "NCB Jakarta",
            "sent_at": NOON,
            "text": KHMER_TEXT,
            "facts": [{"term": "Result", "value": "national"}],
            "url": "#a",
            "url_label": "Open",
        },
    ]
