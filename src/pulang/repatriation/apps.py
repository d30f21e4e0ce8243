from django.apps import AppConfig


class RepatriationConfig(AppConfig):
    name = "pulang.repatriation"

    def ready(self) -> None:
        from pulang.repatriation.messages import register_kinds
        from pulang.repatriation.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
        register_kinds()
