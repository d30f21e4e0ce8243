from django.apps import AppConfig


class RepatriationConfig(AppConfig):
    name = "pulang.repatriation"

    def ready(self) -> None:
        from pulang.repatriation.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
