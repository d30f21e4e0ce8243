from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "pulang.cases.lists"
    label = "lists"

    def ready(self) -> None:
        from pulang.cases.lists.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
