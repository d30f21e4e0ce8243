from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "pulang.cases.lists"
    label = "lists"

    def ready(self) -> None:
        from pulang.cases.lists.sentences import SENTENCES
        from pulang.persons.belongings import belongs
        from pulang.words import say

        say(SENTENCES)
        belongs("lists.ListRow", follows="case_id", leader="cases.Case")
