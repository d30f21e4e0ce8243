from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "pulang.cases"

    def ready(self) -> None:
        from pulang.cases.messages import register_kinds
        from pulang.cases.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
        register_kinds()
