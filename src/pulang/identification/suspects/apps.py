from django.apps import AppConfig


class SuspectsConfig(AppConfig):
    name = "pulang.identification.suspects"
    label = "suspects"

    def ready(self) -> None:
        from pulang.identification.suspects.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
