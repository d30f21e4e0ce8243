"""Meeting partner nodes and keeping this node's keys, for administrators."""
