from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "pulang.matching.pairs"
    label = "pairs"

    def ready(self) -> None:
        from pulang.matching.pairs.sentences import SENTENCES
        from pulang.matching.pairs.tasks import wake
        from pulang.persons.watching import watch
        from pulang.words import say

        say(SENTENCES)
        watch(wake)
