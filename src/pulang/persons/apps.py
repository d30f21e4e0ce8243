from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "pulang.persons"

    def ready(self) -> None:
        from pulang.persons.sentences import SENTENCES
        from pulang.words import say

        say(SENTENCES)
