from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "pulang.identification"

    def ready(self) -> None:
        from pulang.identification.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
