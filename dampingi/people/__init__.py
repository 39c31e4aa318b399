"""A person is one mention in one report of one unit; her identity is sealed under her own key."""
