"""What a role may do at all. Whether it may do so in this case is a matter of grants (`models.Grant`)."""

from enum import StrEnum


class Permission(StrEnum):
    """`object:verb`, alphabetical. A word is never used again for something else."""

    ACCESS_BREAK_GLASS = "access:break_glass"
    ACCESS_GRANT = "access:grant"
    ACCESS_REVIEW = "access:review"
    AGENCY_MANAGE = "agency:manage"
    AUDIT_READ = "audit:read"
    AUDIT_VERIFY = "audit:verify"
    CARE_RECORD = "care:record"
    CASE_CLOSE = "case:close"
    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    CASE_WORK = "case:work"
    CONSENT_RECORD = "consent:record"
    DECISION_MAKE = "decision:make"
    DOUBLE_STATUS_LINK = "double_status:link"
    EXCHANGE_MANAGE = "exchange:manage"
    EXCHANGE_READ = "exchange:read"
    FILE_ADD = "file:add"
    INTERVIEW_CONDUCT = "interview:conduct"
    INTERVIEW_READ = "interview:read"
    LIST_IMPORT = "list:import"
    MESSAGE_READ = "message:read"
    MESSAGE_SEND = "message:send"
    OFFICER_MANAGE = "officer:manage"
    OPERATION_MANAGE = "operation:manage"
    PAIR_JUDGE = "pair:judge"
    PERSON_MERGE = "person:merge"
    PERSON_REGISTER = "person:register"
    PERSON_SEARCH = "person:search"
    REPORT_READ = "report:read"
    REPORT_TAKE = "report:take"
    STATISTICS_READ = "statistics:read"
    STEP_COMPLETE = "step:complete"
    STEP_LIST_MANAGE = "step_list:manage"
    SUSPECT_READ = "suspect:read"
    SUSPECT_WORK = "suspect:work"
    TOKEN_MANAGE = "token:manage"  # noqa: S105
    WEIGHTS_ACCEPT = "weights:accept"


class Section(StrEnum):
    """The parts of a case that are granted one by one (`design/protection.md`, field classes)."""

    CARE = "care"
    FILES = "files"
    IDENTITY = "identity"
    INTERVIEW = "interview"
    MESSAGES = "messages"
    NON_PUNISHMENT = "non_punishment"
    POLICE = "police"
    TRAVEL = "travel"
    WHEREABOUTS = "whereabouts"
    WORK = "work"


class Why(StrEnum):
    """Why an actor was let in; stands in the audit beside each read."""

    APPROVED_REQUEST = "approved_request"
    ASSIGNED = "assigned"
    BREAK_GLASS = "break_glass"
    OPENED = "opened"
    PEER_AGREEMENT = "peer_agreement"
    REFERRAL_ACCEPTED = "referral_accepted"
    ROLE = "role"
    SYSTEM = "system"
