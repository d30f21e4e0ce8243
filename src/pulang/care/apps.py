from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "pulang.care"

    def ready(self) -> None:
        from pulang.care.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
