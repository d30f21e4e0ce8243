from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "pulang.access"

    def ready(self) -> None:
        from pulang.access.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
