from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "pulang.matching"

    def ready(self) -> None:
        from pulang.matching.index import keep, keep_new
        from pulang.matching.queries.guess import guess
        from pulang.matching.sentences import SENTENCES
        from pulang.persons.finding import GUESSERS
        from pulang.persons.watching import watch
        from pulang.words import say

        watch(keep, new=keep_new)
        GUESSERS.append(guess)
        say(SENTENCES)
