from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "pulang.cases.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from pulang.cases.dossiers.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
