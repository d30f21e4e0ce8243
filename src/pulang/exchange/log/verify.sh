#!/bin/sh
# Checks this bundle with openssl and the tools of every Unix. Run it in the folder: sh verify.sh
set -eu
fail() { echo "DOES NOT HOLD: $1"; exit 1; }

signed() { # signed NAME KEY: the signature in NAME.sig is over NAME.input, by the key
  openssl pkeyutl -verify -pubin -inkey "$2" -rawin -in "$1.input" -sigfile "$1.sig" > /dev/null 2>&1 || fail "$1"
  echo "signed       $1 by $2"
}
says() { # says FILE TEXT: the text stands in the file
  grep -qF -- "$2" "$1" || fail "$1 does not say $2"
}
hashed() { # hashed FILE SHA256
  [ "$(openssl dgst -sha256 -r "$1" | cut -c1-64)" = "$2" ] || fail "$1 has another hash"
  echo "hash         $1"
}
decoded() { # decoded NAME: NAME.json is what NAME.input signs
  part=$(cut -d. -f2 "$1.input" | tr '_-' '/+' | tr -d '\n')
  while [ $(( ${#part} % 4 )) -ne 0 ]; do part="$part="; done
  printf '%s' "$part" | openssl base64 -d -A | cmp -s - "$1.json" || fail "$1.json is not what was signed"
}
octets() { # octets N: N in 8 bytes, the greatest first
  printf '\000\000\000\000\000\000'
  printf "\\$(printf %03o $(( $1 / 256 )))\\$(printf %03o $(( $1 % 256 )))"
}
chained() { # chained: from log/start.head through every entry
  cp log/start.head log/now.head
  for entry in log/*.entry; do
    { printf 'pulang.chain'; octets 32; cat log/now.head; octets "$(wc -c < "$entry")"; cat "$entry"; } |
      openssl dgst -sha256 -binary > log/next.head
    mv log/next.head log/now.head
  done
  [ "$(openssl dgst -sha256 -r log/now.head | cut -c1-64)" = "$(openssl dgst -sha256 -r log/end.head | cut -c1-64)" ] ||
    fail "the log does not lead to its signed end"
  echo "chained      log"
}
committed() { # committed NNNN KEY: the words of an entry are those that it commits to
  sum=$({ printf 'pulang.commit'; cat "log/$1.words"; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$2" -r | cut -c1-64)
  says "log/$1.entry" "\"commitment\":\"$sum\""
  echo "words        log/$1"
}

