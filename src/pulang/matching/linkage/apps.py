from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "pulang.matching.linkage"
    label = "linkage"

    def ready(self) -> None:
        from pulang.matching.linkage.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
