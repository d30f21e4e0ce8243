from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pulang.audit"

    def ready(self) -> None:
        from pulang.audit.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
