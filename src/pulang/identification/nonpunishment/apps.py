from django.apps import AppConfig


class NonPunishmentConfig(AppConfig):
    name = "pulang.identification.nonpunishment"
    label = "nonpunishment"

    def ready(self) -> None:
        from pulang.identification.nonpunishment.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
