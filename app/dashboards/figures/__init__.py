"""How it goes: what is late and where, whether it gets better, who carries how much, how soon institutions answer."""
