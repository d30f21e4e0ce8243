"""Interviews and assessments."""

from django.urls import path

from pulang.web.identification import asking, interviews, results, summaries
from pulang.web.identification.case_page import bring

INTERVIEW = "interviews/<uuid:interview_id>/"

urlpatterns = [
    path("cases/<uuid:case_id>/interviews/start/", interviews.start, name="interview_start"),
    path("cases/<uuid:case_id>/assessments/", results.side_by_side, name="assessments"),
    path("cases/<uuid:case_id>/assessments/export/", results.export, name="assessments_export"),
    path(INTERVIEW, interviews.interview, name="interview"),
    path(f"{INTERVIEW}consent/", interviews.consent, name="interview_consent"),
    path(f"{INTERVIEW}pause/", interviews.pause, name="interview_pause"),
    path(f"{INTERVIEW}resume/", interviews.resume, name="interview_resume"),
    path(f"{INTERVIEW}finish/", interviews.finish, name="interview_finish"),
    path(f"{INTERVIEW}assess/", results.assess, name="interview_assess"),
    path(f"{INTERVIEW}sections/<slug:section>/", asking.section, name="interview_section"),
    path(f"{INTERVIEW}sections/<slug:section>/skip/", asking.skip, name="interview_skip"),
    path(f"{INTERVIEW}answers/<slug:item>/", asking.answer, name="interview_answer"),
    path(f"{INTERVIEW}send/", summaries.send, name="interview_send"),
    path("summaries/<uuid:message_id>/", summaries.summary, name="summary"),
    path("assessments/<uuid:assessment_id>/", results.assessment, name="assessment"),
]

bring()
