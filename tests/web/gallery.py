"""Sample content for the gallery page: long Indonesian words, Khmer names, every state once."""

from typing import Any

from django import forms
from django.core.paginator import Paginator

from pulang.web.navigation import in_line
from tests.web.gallery_case import KHMER_NAME, KHMER_TEXT, LONG, NOON, case


class ReportForm(forms.Form):
    """One field of every sort."""

    narrative = forms.CharField(
        label="What happened", widget=forms.Textarea(attrs={"rows": 4}), help_text="In her own words, if she wants."
    )
    place = forms.CharField(label="Place", required=False)
    seen_on = forms.DateField(label="Seen on", widget=forms.DateInput(attrs={"class": "width-short"}))
    channel = forms.ChoiceField(label="Channel", choices=[("walk_in", "At the embassy"), ("hotline", "Hotline")])
    urgency = forms.ChoiceField(
        label="Urgency",
        widget=forms.RadioSelect,
        help_text="Danger to life is answered within 8 hours.",
        choices=[("danger", "A person is in danger"), ("urgent", "Urgent"), ("normal", LONG)],
    )
    needs = forms.MultipleChoiceField(
        label="Needs",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("doctor", "A doctor"), ("interpreter", KHMER_TEXT), ("shelter", "Shelter")],
    )
    may_call_back = forms.BooleanField(
        label="She may be called back", required=False, help_text="Only at safe hours."
    )
    paper = forms.FileField(label="Paper", required=False)


def gallery_context() -> dict[str, Any]:
    """Everything that `pulang/gallery.html` shows, besides what the context processors give."""
    return {**case(), **_work(), **_small(), "form": ReportForm(prefix="new"), "wrong_form": _wrong_form()}


def shell() -> dict[str, Any]:
    """The frame of the page, as the context processor would give it."""
    labels = ["Perlu tindakan saya", "Daftarkan orang", "Laporan", "Kasus", "Pesan", *"12345678"]
    items = [
        {"label": label, "url": f"/{key}", "shortcut": key, "count": 12 * (key == "q"), "current": key == "q"}
        for label, key in zip(labels, "qnrcmabdefghi", strict=True)
    ]
    return {
        "node_name": "NCB Jakarta",
        "country": "Indonesia",
        "version": "0.1.0",
        "officer": "Dewi Lestari Wulandari",
        "agency": "Biro Pusat Nasional",
        "search_url": "/search",
        "account_url": "/account",
        **in_line(items),
    }


def _wrong_form() -> ReportForm:
    data = {"wrong-narrative": "", "wrong-seen_on": "31/02/2026", "wrong-channel": "pigeon"}
    return ReportForm(data, prefix="wrong")


def _work() -> dict[str, Any]:
    rows = [
        (
            "overdue",
            "overdue by 2 days",
            KHMER_NAME,
            "km",
            "Answer the partner",
            [{"label": "In danger", "kind": "danger", "icon": "danger"}],
        ),
        (
            "soon",
            "terlambat dalam 3 jam",
            "Putri Maharani",
            "",
            "Konfirmasi kewarganegaraan",
            [{"label": "Mendesak", "kind": "warning"}],
        ),
        ("", "in 6 days", "Suharto", "", "Plan the interview", []),
    ]
    page = Paginator(range(60), 20).page(2)
    return {
        "filters": [
            {"label": "Semua", "url": "#all", "count": 12, "current": True},
            {"label": "Terlambat", "url": "#late", "count": 1},
            {"label": "Menunggu mitra", "url": "#partner", "count": 0},
        ],
        "queue": [
            {
                "url": "#case",
                "state": state,
                "deadline": NOON,
                "deadline_text": due,
                "title": title,
                "title_lang": lang,
                "reference": f"KH-2026-00{number}",
                "summary": LONG,
                "badges": badges,
                "action_label": action,
                "action_url": "#do",
            }
            for number, (state, due, title, lang, action, badges) in enumerate(rows, 41)
        ],
        "nothing": [],
        "empty": {"title": "Nothing waits for you", "text": "New tasks appear here.", "url_label": "See all cases"},
        "page": page,
        "table": {
            "columns": [
                {"label": "Officer"},
                {"label": "Why allowed"},
                {"label": "What"},
                {"label": "Times", "numeric": True},
            ],
            "rows": [
                {
                    "url": "#o",
                    "cells": [
                        {"label": "Officer", "value": "Rina Kartika, KBRI"},
                        {"label": "Why allowed", "badge": {"label": "assigned"}},
                        {"label": "What", "value": "Wawancara dan kebutuhan perlindungan"},
                        {"label": "Times", "value": 14, "numeric": True},
                    ],
                },
                {
                    "cells": [
                        {"label": "Officer", "value": KHMER_NAME, "lang": "km"},
                        {"label": "Why allowed", "badge": {"label": "danger to life", "kind": "danger"}},
                        {"label": "What", "value": KHMER_TEXT, "lang": "km"},
                        {"label": "Times", "value": 1, "numeric": True},
                    ]
                },
            ],
        },
    }


def _small() -> dict[str, Any]:
    kinds = ["", "accent", "ok", "info", "warning", "danger", "sealed"]
    return {
        "match": {
            "title": "Sok Sreymom",
            "reference": "R-2026-0117",
            "url": "#m",
            "position": "1 of 3 decided",
            "strength": {"label": "likely", "kind": "info"},
            "left_label": "This report",
            "right_label": "Report of 12 January",
            "claims": [
                {
                    "verdict": "agree",
                    "verdict_label": "agree",
                    "label": "Passport number",
                    "left": "X 1234567",
                    "right": "X1234567",
                    "reason": "Same after spaces are removed; the check digit is right.",
                },
                {
                    "verdict": "differ",
                    "verdict_label": "differ",
                    "label": "Born",
                    "left": "1999",
                    "right": "12.03.1998",
                },
                {
                    "verdict": "unknown",
                    "verdict_label": "cannot be compared",
                    "label": "Telephone",
                    "left": "",
                    "right": "+62 812 0000 0000",
                },
            ],
        },
        "stale": {
            "changed_by": "Rina Kartika (KBRI)",
            "changed_at": NOON,
            "versions": [
                {
                    "label": "Place",
                    "mine": "Sihanoukville",
                    "theirs": "Kampong Som, near the port",
                    "changed": True,
                },
                {"label": "Narrative", "mine": KHMER_TEXT, "theirs": KHMER_TEXT, "changed": False, "lang": "km"},
            ],
        },
        "notice_kinds": ["info", "ok", "warning"],
        "notice_title": "The partner node cannot be reached",
        "notice_text": "Messages wait here and go out as soon as it answers.",
        "notice_items": ["3 messages wait", "the oldest since 14:05"],
        "all_badges": [{"label": kind or "plain", "kind": kind} for kind in kinds],
        "confirm_text": "The partner will be told to remove its copy. This cannot be undone.",
        "slip_items": [{"term": "Received", "value": "3 February 2026"}],
        "slip_text": "Keep this number. With it you can ask how it stands, without giving your name.",
    }
