"""Victim identification: instruments (data), scoring (pure), and what officers make of them.

The pure part needs neither Django nor a database: :mod:`~pulang.identification.instruments`,
:mod:`~pulang.identification.scoring`, :mod:`~pulang.identification.questions`,
:mod:`~pulang.identification.base_rate` and :mod:`~pulang.identification.export_htcds`.

A result is a screening, never a legal decision; a named officer decides.
"""
