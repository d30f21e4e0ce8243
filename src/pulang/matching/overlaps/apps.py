from django.apps import AppConfig


class OverlapsConfig(AppConfig):
    name = "pulang.matching.overlaps"
    label = "overlaps"

    def ready(self) -> None:
        from pulang.matching.overlaps.messages import register_kinds
        from pulang.matching.overlaps.sentences import SENTENCES
        from pulang.words import say

        register_kinds()
        say(SENTENCES)
