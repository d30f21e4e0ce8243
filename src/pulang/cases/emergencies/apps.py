from django.apps import AppConfig


class EmergenciesConfig(AppConfig):
    name = "pulang.cases.emergencies"
    label = "emergencies"

    def ready(self) -> None:
        from pulang.cases.emergencies.sentences import SENTENCES
        from pulang.persons.belongings import belongs
        from pulang.words import say

        say(SENTENCES)
        belongs("emergencies.Emergency", follows="case_id", leader="cases.Case")
